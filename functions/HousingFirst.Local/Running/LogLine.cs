using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Running;

/// <summary>A log line as an operator reads it: the instant (UTC), the level, the words; of a fault its kind and message, and its trace below.</summary>
internal sealed class LogLine(IClock clock) : ConsoleFormatter(Format)
{
    private const string Format = "line";

    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'Z'");

    /// <summary>Logs in such lines to the console, Information and above; of the framework only what went wrong.</summary>
    public static void Use(ILoggingBuilder logging, IClock clock)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton(clock);
        logging.AddConsole(o => o.FormatterName = Format).AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(Stamp.Format(clock.GetCurrentInstant()));
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Critical => " CRITICAL ",
            LogLevel.Error => " ERROR ",
            LogLevel.Warning => " WARNING ",
            _ => " ",
        });
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } fault) textWriter.WriteLine(fault);
    }
}
