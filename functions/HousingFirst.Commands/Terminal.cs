using NodaTime;

namespace HousingFirst.Commands;

/// <summary>What a command talks to: a person at a terminal, another program, or a test.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">What went wrong, and progress.</param>
/// <param name="In">Standard input, for the file named <c>-</c>.</param>
/// <param name="Clock">The clock.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, Stream In, IClock Clock)
{
    /// <summary>Whether a person reads <see cref="Out"/>: then tables, else plain lines.</summary>
    public bool IsPerson { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>: then progress moves, else it is lines.</summary>
    public bool IsWatched { get; init; }

    /// <summary>How many letters a line may have, for a person; null where the terminal itself is asked.</summary>
    public int? Width { get; init; }

    /// <summary>Who sent the command to a hub, as their token says; null where it runs on the machine it was typed on.</summary>
    public string? Operator { get; init; }

    /// <summary>Opens a file that the command names.</summary>
    public Func<string, Stream> OpenFile { get; init; } = File.OpenRead;

    /// <summary>The data folder where no <c>--data</c> is given.</summary>
    public string DefaultData { get; init; } = "data";

    /// <summary>This process's own.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.OpenStandardInput(), SystemClock.Instance)
    {
        IsPerson = !Console.IsOutputRedirected,
        IsWatched = !Console.IsErrorRedirected,
        DefaultData = Environment.GetEnvironmentVariable("HF_DATA") is { Length: > 0 } folder ? folder : "data",
    };
}
