using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Storage;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The bare loop, in a process of its own on the server's core, over the same data folder.</summary>
/// <param name="group">Changes a transaction.</param>
internal sealed class BareLoopContender(int group) : IContender
{
    /// <summary>The role of the process.</summary>
    public const string Role = "bare-loop";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"bare loop, {group} a transaction");

    public async Task<Run> RunAsync(Plan plan, CancellationToken cancellation)
    {
        var folder = plan.Corpus.CopyTo(Path.Combine(plan.Folder, Role));
        var shape = Path.Combine(folder, "shape.json");
        await plan.Shape.WriteAsync(shape, cancellation);
        var file = Path.Combine(folder, HubDatabase.FileName);
        await using var process = PinnedProcess.StartRole(
            null, Role, file, shape, Text(plan.WarmUp), Text(plan.Changes), Text(group));
        var words = (await process.Out.ReadToEndAsync(cancellation)).Split(' ');
        await process.WaitAsync(cancellation);
        double[] took = [.. words.Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
        return new Run(
            plan.Changes,
            took[0],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["commits"] = 1.0 / group,
                ["CPU ms"] = took[1] * 1000 / plan.Changes,
            },
            Check(file, plan.Messages));
    }

    /// <summary>The process: prints how many seconds the changes took, and how many of CPU.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        int[] numbers = [.. arguments[2..].Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        using var loop = new BareLoop(arguments[0], await ChangeShape.ReadAsync(arguments[1], CancellationToken.None));
        loop.Run(numbers[0], numbers[2]);
        var cpu = Environment.CpuUsage.TotalTime;
        var seconds = loop.Run(numbers[1], numbers[2]);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds:R} {cpu.TotalSeconds:R}"));
        return 0;
    }

    private static string? Check(string file, int changes)
    {
        using var look = Gate.Open(file);
        using var query = look.CreateCommand();
        query.CommandText =
            """
            SELECT (SELECT count(*) FROM rows WHERE t=0 AND r LIKE 'c|%') || ' '
              || (SELECT count(*) FROM rows WHERE t=0 AND r LIKE 'n|%' AND cols ->> 'state' = 'Sent') || ' '
              || (SELECT count(*) FROM msg WHERE queue LIKE 'agency-%') || ' ' || (SELECT count(*) FROM msg WHERE queue='client-changes')
            """;
        var found = (string)query.ExecuteScalar()!;
        var expected = string.Create(CultureInfo.InvariantCulture, $"{changes} {changes * 4} {changes * 4} 0");
        return found == expected ? null : $"changes, notices Sent, messages out, messages in: {found}, expected {expected}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
