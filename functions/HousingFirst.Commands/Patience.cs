using System.Globalization;

namespace HousingFirst.Commands;

/// <summary>Says that work goes on, once it takes over a second.</summary>
internal static class Patience
{
    /// <summary>Waits for work, saying on standard error how long it has taken: moving for a person, a line every ten seconds for a log.</summary>
    public static Task<T> WhileAsync<T>(this Terminal terminal, string doing, Task<T> work) => terminal.WhileAsync(() => doing, work);

    /// <summary>The same, for work that can say how far it is.</summary>
    public static async Task<T> WhileAsync<T>(this Terminal terminal, Func<string> doing, Task<T> work)
    {
        var pause = TimeSpan.FromSeconds(1);
        var seconds = 0;
        while (await Task.WhenAny(work, Task.Delay(pause)) != work)
        {
            seconds++;
            if (terminal.IsWatched) terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{doing()}: {seconds} s"));
            else if (seconds % 10 == 1) terminal.Error.WriteLine(seconds == 1 ? $"{doing()} ..." : string.Create(CultureInfo.InvariantCulture, $"{doing()}: {seconds} s so far"));
        }

        if (seconds > 0 && terminal.IsWatched) terminal.Error.Write("\r\u001b[K");
        return await work;
    }
}
