using Azure.Storage.Blobs;
using HousingFirst.Azure.Backup;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>What the head does about backups: writes one a night, and runs on no half of one.</summary>
public sealed class BackupTests(AzuriteBlobs blobs) : IClassFixture<AzuriteBlobs>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tick_writes_one_a_night_and_the_hub_goes_on_from_it()
    {
        var container = await blobs.ContainerAsync();
        var (tables, around) = New();
        await using (var world = await LoadedAsync(tables, around, container))
        {
            await world.TickAsync();
            await world.TickAsync();
            around.Clock.AdvanceDays(1);
            await world.TickAsync();
        }

        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Stop)) names.Add(blob.Name);
        Assert.Equal(2, names.Count);
        Assert.All(names, n => Assert.StartsWith(FictionalCommunity.Id + "/", n, StringComparison.Ordinal));
        using var file = new MemoryStream();
        await container.GetBlobClient(names.Max()).DownloadToAsync(file, Stop);
        var restored = new MemoryTables();
        await new RestoreTables(restored, restored).ReadAsync(file, Stop);
        await using var other = HeadWorld.Start(new Surroundings { Tables = restored });
        await other.TickAsync();
        Assert.NotNull(await other.Hub.Partners.CommunityAsync(Stop));
    }

    /// <summary>What is due is done first, and the fault is the function's own, so that the alert comes.</summary>
    [Fact]
    public async Task A_backup_that_fails_fails_the_tick_after_its_work()
    {
        var (tables, around) = New();
        await using var world = await LoadedAsync(tables, around, await blobs.ContainerAsync(create: false));
        await world.Queues.ReceiveClientChange(
            world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out")), new RecordingActions(), Stop);
        around.Clock.AdvanceDays(1);
        var before = around.Mailer.Mails.Count;

        var fault = await Assert.ThrowsAsync<IOException>(() => world.TickAsync());

        Assert.Contains("HubBackups__containerUri", fault.Message, StringComparison.Ordinal);
        Assert.True(around.Mailer.Mails.Count > before, $"no mail left before the backup failed: {before}");
    }

    [Fact]
    public async Task Nothing_runs_on_tables_that_hold_half_a_restore()
    {
        var (tables, around) = New();
        await (await HeadWorld.StartLoadedAsync(around)).DisposeAsync();
        using var file = new MemoryStream();
        await new BackupTables(tables, around.Clock).WriteAsync(file, Stop);
        var half = new MemoryTables();
        var left = 12;
        var failing = new FailingTables(half) { Fails = (_, _) => Interlocked.Decrement(ref left) < 0 };
        await Assert.ThrowsAsync<IOException>(() => new RestoreTables(failing, half).ReadAsync(file, Stop));

        var later = new Surroundings { Tables = half };
        await using var world = HeadWorld.Start(later);
        var actions = new RecordingActions();
        var before = await CountAsync(half);
        Assert.Contains("--to-tables", (await Assert.ThrowsAsync<HalfRestoredException>(() => world.TickAsync())).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HalfRestoredException>(() => world.Queues.ReceiveClientChange(
            world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out"), delivery: 10), actions, Stop));
        await Assert.ThrowsAsync<HalfRestoredException>(() => world.AskAsync("GET", "/"));
        Assert.Equal(200, (await world.AskAsync("GET", "/health")).Response.StatusCode);
        Assert.Empty(actions.Done);
        Assert.Equal(before, await CountAsync(half));

        await new RestoreTables(half, half).ReadAsync(file, Stop);
        await world.TickAsync();
        Assert.Equal(200, (await world.AskAsync("GET", "/")).Response.StatusCode);
    }

    private static (MemoryTables Tables, Surroundings Around) New()
    {
        var tables = new MemoryTables();
        return (tables, new Surroundings { Tables = tables });
    }

    private static async Task<HeadWorld> LoadedAsync(MemoryTables tables, Surroundings around, BlobContainerClient container)
    {
        await (await HeadWorld.StartLoadedAsync(around)).DisposeAsync();
        return HeadWorld.Start(around, builder => builder.Services.AddSingleton(new NightlyBackup(container, FictionalCommunity.Id, tables, around.Clock)));
    }

    private static async Task<int> CountAsync(MemoryTables tables)
    {
        var count = 0;
        foreach (var table in Enum.GetValues<Table>())
        {
            await foreach (var _ in tables.ScanAsync(table, Stop)) count++;
        }

        return count;
    }
}
