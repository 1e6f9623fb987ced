using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Faults;

/// <summary>The answer to a batch is lost, or the batch itself, and before it is asked again somebody else writes the same rows.</summary>
public sealed class LostAnswerTests(AzuriteServer azurite) : IAsyncLifetime
{
    private const string Partition = "lethbridge|client-7";

    private readonly TaskCompletionSource done = new();
    private FaultProxy proxy = null!;
    private AzureTables mine = null!;
    private AzureTables theirs = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        AzuriteServer.Needs();
        proxy = await FaultProxy.StartAsync(azurite.Endpoint);
        var prefix = azurite.NewPrefix();
        theirs = new AzureTables(azurite.Service(), prefix, TimeProvider.System);
        await theirs.CreateAsync(Stop);
        mine = new AzureTables(azurite.Service(proxy.Endpoint), prefix, new HeldTime(done.Task));
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.QuietAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task An_update_that_others_built_on_is_told_as_done(int others)
    {
        var read = await InsertAsync();

        var etags = Assert.IsType<BatchOutcome.Committed>(
            await WriteAsync(Fault.DroppedAfter, () => AddAsync(others), new RowWrite.Update(Counter(1), read))).ETags;

        Assert.Equal(1 + others, await CountAsync());
        Assert.Equal(
            new BatchOutcome.Conflict(0, ConflictKind.Stale),
            await mine.BatchAsync(Table.Clients, Partition, [new RowWrite.Update(Counter(2), etags[0]!)], Stop));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task An_update_that_others_came_before_is_a_conflict(int others)
    {
        var read = await InsertAsync();

        Assert.Equal(
            new BatchOutcome.Conflict(0, ConflictKind.Stale),
            await WriteAsync(Fault.DroppedBefore, () => AddAsync(others), new RowWrite.Update(Counter(1), read)));
        Assert.Equal(others, await CountAsync());
    }

    [Theory]
    [InlineData(Fault.DroppedBefore)]
    [InlineData(Fault.DroppedAfter)]
    public async Task Where_so_many_wrote_since_that_it_can_not_be_told_it_is_a_fault(Fault fault)
    {
        var read = await InsertAsync();

        var told = await Assert.ThrowsAsync<TablesException>(
            () => WriteAsync(fault, () => AddAsync(20), new RowWrite.Update(Counter(1), read)));

        Assert.Contains("can't be told", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("client-7", told.ToString(), StringComparison.Ordinal);
        Assert.Equal(fault == Fault.DroppedAfter ? 21 : 20, await CountAsync());
    }

    [Fact]
    public async Task Another_row_of_the_batch_tells_where_one_can_not()
    {
        var read = await InsertAsync();

        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(
            Fault.DroppedAfter, () => AddAsync(20), new RowWrite.Update(Counter(1), read), new RowWrite.Insert(RowVersions.NewRow("beside"))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_claim_is_whose_it_was_however_often_it_was_written_since(int others) =>
        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(Fault.DroppedAfter, () => AddAsync(others), new RowWrite.Insert(Counter(0))));

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_claim_that_another_made_meanwhile_is_a_conflict(int others) => Assert.Equal(
        new BatchOutcome.Conflict(0, ConflictKind.AlreadyExists),
        await WriteAsync(
            Fault.DroppedBefore,
            async () =>
            {
                await InsertAsync();
                await AddAsync(others);
            },
            new RowWrite.Insert(Counter(0))));

    [Fact]
    public async Task What_is_written_without_a_condition_is_not_written_again_over_what_others_made_of_it()
    {
        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(Fault.DroppedAfter, () => AddAsync(3), new RowWrite.Upsert(Counter(0))));

        Assert.Equal(3, await CountAsync());
    }

    [Fact]
    public async Task What_is_written_without_a_condition_and_was_lost_on_its_way_is_sent_again()
    {
        await InsertAsync();

        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(Fault.DroppedBefore, () => AddAsync(3), new RowWrite.Upsert(Counter(9))));

        Assert.Equal(9, await CountAsync());
    }

    /// <summary>Sends a batch that goes wrong so; what others do meanwhile is done before it is sent again.</summary>
    private async Task<BatchOutcome> WriteAsync(Fault fault, Func<Task> meanwhile, params RowWrite[] writes)
    {
        proxy.Next(fault);
        var writing = mine.BatchAsync(Table.Clients, Partition, writes, Stop).AsTask();
        while (mine.Repeats == 0) await Task.Delay(5, Stop);
        await proxy.QuietAsync();
        await meanwhile();
        done.SetResult();
        return await writing;
    }

    private static Row Counter(long value) => RowVersions.NewRow("count").With("count", value);

    private async Task<string> InsertAsync() =>
        Assert.IsType<BatchOutcome.Committed>(await theirs.BatchAsync(Table.Clients, Partition, [new RowWrite.Insert(Counter(0))], Stop)).ETags[0]!;

    private async Task AddAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var row = (await theirs.GetAsync(Table.Clients, Partition, "count", Stop))!;
            RowWrite write = new RowWrite.Update(Counter(row.Number("count")!.Value + 1), row.ETag!);
            Assert.IsType<BatchOutcome.Committed>(await theirs.BatchAsync(Table.Clients, Partition, [write], Stop));
        }
    }

    private async Task<long> CountAsync() => (await theirs.GetAsync(Table.Clients, Partition, "count", Stop))!.Number("count")!.Value;
}
