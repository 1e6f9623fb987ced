using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using HousingFirst.Azure.Tables;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The hub's import, in a process of its own: into an empty directory, and the same file once more.</summary>
internal static class HubImport
{
    /// <summary>The role of the process, on SQLite.</summary>
    public const string Role = "hub-import";

    /// <summary>The role of the process, on Azure Table Storage.</summary>
    public const string AzureRole = "hub-azure-import";

    private const double Megabyte = 1_000_000;

    /// <summary>
    /// Arguments: an empty folder, the file to warm up with, the file to time, its organisations. Prints seconds, seconds once more, managed
    /// megabytes that stay after it, and what was wrong.
    /// </summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        await using (var warm = HubDatabase.Open(Path.Combine(arguments[0], "warm"), SystemClock.Instance)) await WarmUpAsync(warm.Tables, arguments);
        await using var database = HubDatabase.Open(Path.Combine(arguments[0], "hub"), SystemClock.Instance);
        await MeasureAsync(database.Tables, arguments);
        return 0;
    }

    /// <summary>The same, with a connection string in place of the folder.</summary>
    public static async Task<int> RunAzureRoleAsync(string[] arguments)
    {
        await WarmUpAsync(await OpenAsync("warm"), arguments);
        await MeasureAsync(await OpenAsync("hub"), arguments);
        return 0;

        async Task<AzureTables> OpenAsync(string prefix)
        {
            var tables = new AzureTables(new TableServiceClient(arguments[0], AzureTablesOptions.ClientOptions()), prefix, TimeProvider.System);
            await tables.CreateAsync(CancellationToken.None);
            return tables;
        }
    }

    private static async Task WarmUpAsync(ITables tables, string[] arguments)
    {
        for (var i = 0; i < 2; i++) await ImportCorpus.ImportAsync(tables, arguments[1], CancellationToken.None);
    }

    private static async Task MeasureAsync(ITables tables, string[] arguments)
    {
        var organisations = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        var start = Stopwatch.GetTimestamp();
        var added = await ImportCorpus.ImportAsync(tables, arguments[2], CancellationToken.None);
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        var again = await ImportCorpus.ImportAsync(tables, arguments[2], CancellationToken.None);
        var second = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var defect = ImportCorpus.Check(added, organisations, 0) ?? ImportCorpus.Check(again, 0, organisations);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{first:R} {second:R} {GC.GetTotalMemory(forceFullCollection: true) / Megabyte:R} {defect}"));
    }
}
