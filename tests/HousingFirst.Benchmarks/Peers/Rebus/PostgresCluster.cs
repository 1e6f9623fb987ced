using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;
using Npgsql;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>A PostgreSQL cluster of a run's own, on the server's core, over a Unix socket; every commit is flushed, as Debian sets it up.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>What a database administrator sets for such a load. Durability is not among it.</summary>
    private static readonly string[] Tuned =
    [
        "shared_buffers=1GB", "wal_buffers=64MB", "max_wal_size=8GB", "min_wal_size=2GB", "checkpoint_timeout=30min", "wal_level=minimal",
        "max_wal_senders=0", "random_page_cost=1.1", "jit=off", "autovacuum_naptime=5s", "autovacuum_vacuum_cost_delay=0",
        "autovacuum_vacuum_scale_factor=0.01", "track_io_timing=off", "plan_cache_mode=force_generic_plan",
    ];

    private static readonly string[] Durable = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

    private readonly PinnedProcess process;

    private PostgresCluster(PinnedProcess process, string connection) => (this.process, Connection) = (process, connection);

    /// <summary>How to connect to it.</summary>
    public string Connection { get; }

    /// <summary>PostgreSQL refuses to run as root: then its own user runs it.</summary>
    private static string[] AsUser => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    /// <summary>Whether it can run here.</summary>
    /// <param name="folder">Where its data would lie.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Why it can't; null where it can.</returns>
    public static async Task<string?> WhyNotAsync(string folder, CancellationToken cancellation)
    {
        if (!File.Exists(Programs + "postgres")) return $"PostgreSQL 15 is not in {Programs}: install Debian's postgresql-15";
        return await RunAsync([.. AsUser, "test", "-x", folder], log: "/dev/null", cancellation)
            ? null
            : $"the user postgres (there must be one) can't reach {folder}: it needs the right to search every folder above";
    }

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<PostgresCluster> StartAsync(string folder, bool isTuned, CancellationToken cancellation)
    {
        var log = folder + ".log";
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess && !await RunAsync(["chown", "postgres:postgres", folder], log, cancellation))
            throw new InvalidOperationException($"{folder} can't be given to the user postgres.");
        string[] initialise = ["initdb", "-D", folder, "-U", "benchmark", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
        if (!await RunAsync([.. AsUser, Programs + initialise[0], .. initialise[1..]], log, cancellation))
            throw new InvalidOperationException($"initdb failed; its words are in {log}.");

        var port = HubProcess.FreePort().ToString(CultureInfo.InvariantCulture);
        string[] settings = [.. Durable, .. isTuned ? Tuned : []];
        string[] start =
        [
            .. AsUser, Programs + "postgres", "-D", folder, "-k", folder, "-h", "127.0.0.1", "-p", port,
            .. settings.SelectMany(s => (string[])["-c", s]),
        ];
        var server = PinnedProcess.Start(Cores.Server, log, start[0], start[1..]);
        // Statements are prepared and the connection is not reset between two uses, where it is tuned: else what Npgsql does by itself.
        var connection = $"Host={(isTuned ? folder : "127.0.0.1")};Port={port};Username=benchmark;Database=postgres"
            + (isTuned ? ";Max Auto Prepare=100;Auto Prepare Min Usages=2;No Reset On Close=true;Maximum Pool Size=60;Minimum Pool Size=20" : "");
        var cluster = new PostgresCluster(server, connection);
        try
        {
            await cluster.ReadyAsync(log, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection of the harness's own.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Connection) { Pooling = false, MinPoolSize = 0 }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <summary>Ends it at once, also under clients.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasEnded) await RunAsync(["kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture)], "/dev/null", CancellationToken.None);
        for (var i = 0; i < 100 && !process.HasEnded; i++) await Task.Delay(LookAgain);
        await process.DisposeAsync();
    }

    private async Task ReadyAsync(string log, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!process.HasEnded && Stopwatch.GetElapsedTime(begun) < LongestStart)
        {
            try
            {
                await using var look = await OpenAsync(cancellation);
                return;
            }
            catch (NpgsqlException)
            {
                // Not listening yet.
            }

            await Task.Delay(LookAgain, cancellation);
        }

        throw new InvalidOperationException($"PostgreSQL did not start; its last words are in {log}.");
    }

    private static async Task<bool> RunAsync(string[] command, string log, CancellationToken cancellation)
    {
        using var program = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. command]))!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(LongestStart);
        try
        {
            await program.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw;
        }

        return program.ExitCode == 0;
    }
}
