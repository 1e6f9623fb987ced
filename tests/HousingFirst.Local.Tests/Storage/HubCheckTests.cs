using HousingFirst.Local.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class HubCheckTests : IAsyncDisposable
{
    private readonly DataFolder folder = new();
    private readonly HubDatabase database;

    public HubCheckTests() => database = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_sound_hub_has_no_findings()
    {
        await FillAsync();

        Assert.Empty(await HubCheck.RunAsync(database, Stop));
    }

    [Theory]
    [InlineData("UPDATE rows SET cols='{\"v\":1'", "columns can't be read")]
    [InlineData("UPDATE rows SET cols='{\"v\":1,\"body\":{\"blob\":2}}'", "columns can't be read")]
    [InlineData("UPDATE rows SET cols='{\"v\":1,\"at\":{\"at\":\"yesterday\"}}'", "columns can't be read")]
    [InlineData("UPDATE rows SET cols='{\"v\":1.5}'", "columns can't be read")]
    [InlineData("UPDATE rows SET cols='{\"text\":\"x\"}'", "no layout version")]
    [InlineData("UPDATE rows SET t=77", "no table of the hub")]
    [InlineData("UPDATE rows SET r='a/b'", "key or columns")]
    [InlineData("UPDATE rows SET etag=9999", "ETag")]
    [InlineData("UPDATE msg SET properties='[]'", "properties")]
    [InlineData("UPDATE msg SET dead=1", "dead letter")]
    [InlineData("UPDATE msg SET state=9", "no known state")]
    [InlineData("UPDATE msg SET seq=9999", "behind the messages")]
    public async Task What_was_changed_by_hand_is_found(string change, string expected)
    {
        await FillAsync();
        using (var hand = new SqliteSession(folder.DatabaseFile, TimeSpan.FromSeconds(5))) hand.Execute(change);

        var finding = Assert.Single(await HubCheck.RunAsync(database, Stop));

        Assert.Contains(expected, finding.What, StringComparison.Ordinal);
        Assert.DoesNotContain("client", $"{finding}", StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await HubDatabaseTests.InsertAsync(database, "0", "a client's text");
        await database.Queues.SendAsync("client-changes", [new NewMessage(new byte[] { 1 })], Stop);
    }
}
