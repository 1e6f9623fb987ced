using System.Globalization;
using System.Text;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Tables;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Listings;

/// <summary>
/// A directory of a whole province goes in as one of a town does: with the same requests an organisation, and memory that doesn't follow the file.
/// Run alone: what other tests allocate would be measured with it.
/// </summary>
public abstract class LargeImportContract : IAsyncLifetime
{
    /// <summary>Run without any other test.</summary>
    public const string Alone = "Alone";

    /// <summary>Rows of the index that go in one batch.</summary>
    private const int IndexBatch = Limits.BatchRows - 1;

    /// <summary>How often an import looks at its memory.</summary>
    private const int Looks = 10;

    /// <summary>
    /// What the large import may keep beyond the small one, in bytes: some 150 an organisation, and what the runtime and the store's own buffers
    /// differ by from one import to the next, which is more. The whole file is of nine million, and of several times as many once it is parsed.
    /// </summary>
    private const int MostMoreKept = 2_000_000;

    /// <summary>
    /// What it may keep besides where a directory is there already: measured on Azurite, most likely a page of the index of a thousand rows in the
    /// client's buffers. A directory kept whole would be several times as much.
    /// </summary>
    private const int MostOfAPage = 4_000_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-");

    /// <summary>Organisations of the small import, each with three services and five contacts: more than a batch of the index.</summary>
    protected virtual int Few => 200;

    /// <summary>Organisations of the large one.</summary>
    protected virtual int Many => 2_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Many_organisations_take_as_many_requests_each_as_few_and_no_more_memory()
    {
        await ImportAsync(await OpenAsync(), Few);
        var few = await ImportAsync(await OpenAsync(), Few);
        var tables = await OpenAsync();
        var large = await ImportAsync(tables, Many);
        var again = await ImportAsync(tables, Many);

        Assert.Equal((Many, 0, 0, 0), large.Results);
        Assert.Equal((0, 0, Many, 0), again.Results);
        Assert.Equal(Many, (await new ListingWorld(tables).Search().FindAsync(new ListingQuery("organisation"), Stop)).Count);

        // The index read; a read and a batch an organisation; a batch a hundred of the index; the audit row. Again: the reads alone.
        Assert.Equal(1 + (2 * Few) + Ceiling(Few, IndexBatch) + 1, few.Requests);
        Assert.Equal(1 + (2 * Many) + Ceiling(Many, IndexBatch) + 1, large.Requests);
        Assert.Equal(Ceiling(Many + 1, Limits.PageRows) + Many + 1, again.Requests);

        var kept = $"Kept {few.Kept} bytes of {Few} organisations, {large.Kept} of {Many}, {again.Kept} when imported again.";
        Assert.True(large.Kept - few.Kept < MostMoreKept, kept);
        Assert.True(again.Kept - few.Kept < MostMoreKept + MostOfAPage, kept);
    }

    /// <summary>Imports so many as a file, and looks at what it keeps, after collections, on its way.</summary>
    private async Task<Measured> ImportAsync(ITables tables, int organisations)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, "directory.json"));
        await using (var output = new StreamWriter(file.FullName, append: false, new UTF8Encoding(false)))
        {
            for (var i = 0; i < organisations; i++) await output.WriteLineAsync(MadeUpDirectory.Organisation(i).ToJsonString().AsMemory(), Stop);
        }

        var (counting, clock, counts) = (new CountingTables(tables), new FakeClock(HubWorld.Start), new ImportCounts());
        var import = new ImportListings(counting, ListingWorld.Community, new AuditLog(counting, ListingWorld.Community, clock), clock);
        await using var input = file.OpenRead();
        var (requests, kept) = (0, new List<long>());
        // What other tests have left goes now, and not in the middle.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        await foreach (var _ in import.RunAsync(input, new ImportOptions(), counts, Stop))
        {
            if (counts.Items % (organisations / Looks) != 0) continue;
            requests += counting.Requests.Count;
            counting.Reset();
            kept.Add(GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        // Less than nothing is kept where something of other tests went in the middle all the same.
        var measured = new Measured(
            (counts.Added, counts.Changed, counts.Unchanged, counts.Refused), requests + counting.Requests.Count, Math.Max(0, kept.Max()), new FileInfo(file.FullName).Length);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{organisations} organisations, {measured.FileBytes} bytes: {measured.Requests} requests, {string.Join(" ", kept)} bytes kept, working set {Environment.WorkingSet}, {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s"));
        return measured;
    }

    private static int Ceiling(int value, int by) => (value + by - 1) / by;

    private sealed record Measured((int Added, int Changed, int Unchanged, int Refused) Results, int Requests, long Kept, long FileBytes);
}
