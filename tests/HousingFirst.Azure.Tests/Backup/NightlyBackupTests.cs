using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using HousingFirst.Azure.Backup;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Azure.Tests.Worlds;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Azure.Tests.Backup;

/// <summary>A backup a night, whole or absent, and one that restores.</summary>
public sealed class NightlyBackupTests(AzuriteBlobs blobs) : IClassFixture<AzuriteBlobs>
{
    private const string Town = "demo";

    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 3, 9, 0));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_night_is_written_once_and_restores()
    {
        var source = await LoadedAsync();
        var container = await blobs.ContainerAsync();
        var nightly = Nightly(container, source);

        var rows = await nightly.RunAsync(Stop);
        Assert.True(rows > 20);
        Assert.Null(await nightly.RunAsync(Stop));
        Assert.Null(await Nightly(container, source).RunAsync(Stop));
        Assert.Equal([$"{Town}/2026-11-03.backup"], await NamesAsync(container));

        using var file = new MemoryStream();
        await container.GetBlobClient($"{Town}/2026-11-03.backup").DownloadToAsync(file, Stop);
        var target = new MemoryTables();
        var read = await new RestoreTables(target, target).ReadAsync(file, Stop);
        Assert.Equal(rows, read.Counts.Values.Sum());
        Assert.Equal(clock.GetCurrentInstant(), read.CreatedAt);
    }

    /// <summary>It begins at 8:40 UTC: before that the night is the day's before, after that a tick may be hours late.</summary>
    [Theory]
    [InlineData("2026-11-03T08:39:59Z", "2026-11-02")]
    [InlineData("2026-11-03T08:40:00Z", "2026-11-03")]
    [InlineData("2026-11-04T08:39:59Z", "2026-11-03")]
    [InlineData("2027-01-01T08:40:00Z", "2027-01-01")]
    public async Task A_night_has_its_own_name(string now, string name)
    {
        clock.Reset(NodaTime.Text.InstantPattern.General.Parse(now).Value);
        var container = await blobs.ContainerAsync();

        await Nightly(container, new MemoryTables()).RunAsync(Stop);

        Assert.Equal([$"{Town}/{name}.backup"], await NamesAsync(container));
    }

    [Fact]
    public async Task The_next_night_is_another_backup()
    {
        var container = await blobs.ContainerAsync();
        var nightly = Nightly(container, new MemoryTables());

        await nightly.RunAsync(Stop);
        clock.AdvanceDays(1);
        await nightly.RunAsync(Stop);

        Assert.Equal(2, (await NamesAsync(container)).Count);
    }

    /// <summary>Cut off at every request of a night, before it and after it: the name is absent or whole, and the next tick ends it.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task A_night_cut_off_leaves_no_half_backup_and_is_caught_up(int request, bool after)
    {
        var source = await LoadedAsync();
        var container = await blobs.ContainerAsync();
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(new Cut(request, after), HttpPipelinePosition.PerCall);

        await Assert.ThrowsAsync<IOException>(() => Nightly(blobs.Open(container.Name, options), source).RunAsync(Stop));
        Assert.Equal(request == 1 && after ? 1 : 0, (await NamesAsync(container)).Count);

        await Nightly(container, source).RunAsync(Stop);
        using var file = new MemoryStream();
        await container.GetBlobClient(Assert.Single(await NamesAsync(container))).DownloadToAsync(file, Stop);
        var target = new MemoryTables();
        Assert.True((await new RestoreTables(target, target).ReadAsync(file, Stop)).Counts["clients"] > 20);
    }

    [Fact]
    public async Task Tables_that_fail_half_way_write_nothing()
    {
        var container = await blobs.ContainerAsync();
        var failing = new FailingScan(await LoadedAsync());

        await Assert.ThrowsAsync<IOException>(() => Nightly(container, failing).RunAsync(Stop));

        Assert.Empty(await NamesAsync(container));
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_named_with_the_role()
    {
        var said = await Assert.ThrowsAsync<IOException>(async () => await Nightly(await blobs.ContainerAsync(create: false), new MemoryTables()).RunAsync(Stop));

        Assert.Contains("HubBackups__containerUri", said.Message, StringComparison.Ordinal);
        Assert.Contains("Storage Blob Data Contributor", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_none_is_wanted_none_is_written() =>
        Assert.Null(await new NightlyBackup(null, Town, new FailingScan(new MemoryTables()), clock).RunAsync(Stop));

    private NightlyBackup Nightly(BlobContainerClient container, ITableScan tables) => new(container, Town, tables, clock);

    private static async Task<MemoryTables> LoadedAsync()
    {
        var tables = new MemoryTables();
        await LoadedCommunity.CopyToAsync(tables);
        return tables;
    }

    private static async Task<List<string>> NamesAsync(BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Stop)) names.Add(blob.Name);
        return names;
    }

    /// <summary>The program's end at a request: before it reached the service, or once its answer was on the way.</summary>
    private sealed class Cut(int at, bool after) : HttpPipelinePolicy
    {
        private int asked;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isHere = asked++ == at;
            if (isHere && !after) throw new IOException("cut off");
            await ProcessNextAsync(message, pipeline);
            if (isHere) throw new IOException("cut off");
        }
    }

    /// <summary>Tables that fail after a few rows.</summary>
    private sealed class FailingScan(ITableScan tables) : ITableScan
    {
        public async IAsyncEnumerable<(string Partition, Row Row)> ScanAsync(
            Table table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            var left = 3;
            await foreach (var row in tables.ScanAsync(table, cancellation))
            {
                if (left-- == 0) throw new IOException("cut off");
                yield return row;
            }
        }
    }
}
