using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Spectre.Console;

namespace HousingFirst.Commands;

/// <summary>Prints what was asked for: JSON, a table for a person, or plain lines with tabs for a program.</summary>
internal static class Printing
{
    private static readonly JsonSerializerOptions JsonOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>Prints a value as JSON: camelCase, instants in UTC.</summary>
    public static void Json<T>(this Terminal terminal, T value) => terminal.Out.WriteLine(JsonText(value));

    /// <summary>A value as such JSON.</summary>
    public static string JsonText<T>(T value) => JsonSerializer.Serialize(value, JsonOptions);

    /// <summary>Prints rows: a table with its heads for a person; else a line a row, its cells between tabs.</summary>
    public static void Table(this Terminal terminal, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!terminal.IsPerson)
        {
            foreach (var row in rows) terminal.Out.WriteLine(string.Join('\t', row.Select(OneLine)));
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        var body = rows.ToArray();
        var shown = Enumerable.Range(0, heads.Count).Where(i => body.Any(r => r[i].Length > 0)).ToArray();
        foreach (var i in shown) table.AddColumn(new TableColumn(new Text(heads[i])) { Padding = new Padding(0, 0, 2, 0) });
        foreach (var row in body) table.AddRow(shown.Select(i => new Text(Shell.Printable(row[i]))));
        terminal.Console().Write(table);
    }

    /// <summary>How many letters a line may have.</summary>
    public static int LineWidth(this Terminal terminal) => terminal.Console().Profile.Width;

    private static IAnsiConsole Console(this Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) });
        if (terminal.Width is { } width) console.Profile.Width = width;
        return console;
    }

    private static string OneLine(string cell) => Shell.Printable(cell).Replace('\n', ' ').Replace('\t', ' ');
}
