using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Storage;
using Microsoft.Data.Sqlite;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>
/// The floor under an answer that promises durability: one SQLite commit of the row that an accepted message is, and nothing else, in the
/// hub's own file with its pragmas. Over and over, then with rests; prints the median of one of each in microseconds.
/// </summary>
internal static class OneCommit
{
    /// <summary>The role of the process.</summary>
    public const string Role = "one-commit";

    /// <summary>Arguments: the file, the shape, how many to warm up, how many to time, how many to time with a rest before each, and its milliseconds.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        var message = (await ChangeShape.ReadAsync(arguments[1], CancellationToken.None)).Incoming;
        int[] numbers = [.. arguments[2..].Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        var (warmUp, timed, rested, rest) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        await using var connection = new SqliteConnection($"Data Source={arguments[0]};Pooling=False");
        await connection.OpenAsync();
        using (var pragmas = connection.CreateCommand())
        {
            pragmas.CommandText = HubDatabase.Pragmas;
            pragmas.ExecuteNonQuery();
        }

        using var enqueue = connection.CreateCommand();
        enqueue.CommandText =
            "INSERT INTO msg(queue, message_id, content_type, properties, body, enqueued_at, visible_at, expires_at) VALUES($q, $m, $t, $p, $b, $n, $n, $e)";
        enqueue.Parameters.AddWithValue("$q", message.Queue);
        var id = enqueue.Parameters.AddWithValue("$m", message.MessageId);
        enqueue.Parameters.AddWithValue("$t", message.ContentType);
        enqueue.Parameters.AddWithValue("$p", message.Properties);
        enqueue.Parameters.AddWithValue("$b", message.Body);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        enqueue.Parameters.AddWithValue("$n", now);
        enqueue.Parameters.AddWithValue("$e", now + 1_209_600_000);
        enqueue.Prepare();

        for (var i = 0; i < warmUp; i++) Commit();
        var usual = new double[timed];
        for (var i = 0; i < timed; i++) usual[i] = Commit();
        var after = new double[rested];
        for (var i = 0; i < rested; i++)
        {
            await Task.Delay(rest);
            after[i] = Commit();
        }

        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{Quartiles.Of(usual).Median:R} {Quartiles.Of(after).Median:R}"));
        return 0;

        double Commit()
        {
            id.Value = Guid.NewGuid().ToString("N");
            var start = Stopwatch.GetTimestamp();
            enqueue.ExecuteNonQuery();
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }
}
