using System.Text;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

/// <summary>What was said of clients at a meeting is in no file of the hub two weeks later: the bytes on the disk are looked through.</summary>
public sealed class ForgottenTextTests : IAsyncDisposable
{
    private const string Meeting = "meetings-2026-12-09", Canary = "canary9k2q";

    private readonly DataFolder folder = new();
    private readonly HubDatabase database;

    public ForgottenTextTests() => database = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task After_the_purge_no_file_holds_a_word_of_it()
    {
        var world = await HubWorld.CreateAsync(database.Tables);
        folder.Clock.Reset(world.Clock.GetCurrentInstant());
        await world.WithoutWarningsAsync();
        await world.RenewAgreementAsync("income-support");
        await world.WithoutWarningsAsync();
        await world.Hub.ClaimCycles.RunAsync(Stop);
        await world.AdvanceToAsync(1, 8, 31);

        // Through the queue that it comes by, rows that shrink and grow, pages that split, texts of which a page holds few.
        for (var i = 0; i < 30; i++) await BringAsync(world, $"item-{i}", $"who visits when {Canary} {new string('x', i * 18)}");
        await world.ReceiveAsync(world.Activity("river-icm", MessageTypes.MeetingItem, "\"part\":\"open\",\"text\":\"a second van\""));
        var at = await world.Hub.Directory.NowAsync(Stop);
        await world.Hub.Meetings.AnswerInvitation.RunAsync(Meeting, "river-icm", "dana", comes: true, at, Stop);
        await world.Hub.Meetings.AnswerInvitation.RunAsync(Meeting, "prairie-hospital", "marieve", comes: true, at, Stop);
        var items = (await world.Hub.Meetings.Store.ReadAsync(Meeting, Stop)).Items.Where(i => i.Part == MeetingPart.Case).Select(i => i.Id).ToArray();
        foreach (var item in items)
        {
            Assert.Null(await world.Hub.Meetings.AnswerBefore.RunAsync(
                MeetingCalendar.Find(Meeting, at.Community)!, new Viewer("prairie-hospital", null), item, $"we can do it {Canary}", at, Stop));
            for (var basis = 0; basis < 2; basis++)
                await world.Hub.Meetings.Minutes.SaveAsync(Meeting, item, $"{new string('m', 3000)} {Canary} {basis}", basis, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        }

        await world.Hub.Meetings.Minutes.SaveAsync(Meeting, MinutesStore.Open, "a second van is asked for", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        Assert.Equal(30 + 60, await world.Hub.Meetings.Purge.LeftAsync(Meeting, Stop));
        Assert.True(Found() > 100, $"{Found()}"); // The test sees what it looks for.

        await world.AdvanceToAsync(9, 17, 0);
        foreach (var item in items) await SettleAsync(world, item);
        await world.AdvanceToAsync(22, 6, 1);

        Assert.NotNull((await world.Hub.Meetings.Store.ReadAsync(Meeting, Stop)).Purged);
        Assert.Equal(0, await world.Hub.Meetings.Purge.LeftAsync(Meeting, Stop));
        Assert.Equal(0, Found());
        Assert.Equal("a second van is asked for", (await world.Hub.Meetings.Minutes.ReadAsync(Meeting, MinutesStore.Open, Stop)).Last!.Text);
    }

    [Fact]
    public async Task While_somebody_reads_an_older_state_it_is_not_called_forgotten()
    {
        var world = await HubWorld.CreateAsync(database.Tables);
        var at = await world.Hub.Directory.NowAsync(Stop);
        await BringAsync(world, "item-1", Canary);
        var reader = database.Readers.Rent();
        reader.Execute("BEGIN");
        reader.ReadNumber("SELECT count(*) FROM rows");
        await Assert.ThrowsAsync<IOException>(() => world.Hub.Meetings.Purge.RunAsync(Meeting, at, Stop).AsTask());
        Assert.Null((await world.Hub.Meetings.Store.ReadAsync(Meeting, Stop)).Purged);
        database.Readers.Return(reader);

        await world.Hub.Meetings.Purge.RunAsync(Meeting, at, Stop);
        Assert.NotNull((await world.Hub.Meetings.Store.ReadAsync(Meeting, Stop)).Purged);
        Assert.Equal(0, Found());
    }

    /// <summary>Puts an item on the queue, takes it off, and lets the hub have it, as the pump does.</summary>
    private async Task BringAsync(HubWorld world, string id, string text)
    {
        var message = world.Activity(
            "river-icm", MessageTypes.MeetingItem, $"\"part\":\"case\",\"text\":\"{text}\",\"voice\":\"sendsMessage\",\"voiceText\":\"I say {Canary}\"", "HF-7Q2K", id);
        await database.Queues.SendAsync(QueueNames.PartnerActivity, [new NewMessage(message.Body)], Stop);
        var locked = Assert.Single(await database.Queues.ReceiveAsync(QueueNames.PartnerActivity, 1, Duration.FromMinutes(1), Stop));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { Body = locked.Message.Body }));
        await database.Queues.CompleteAsync(QueueNames.PartnerActivity, locked.Message.Sequence, locked.LockToken, Stop);
    }

    private static async Task SettleAsync(HubWorld world, string item)
    {
        var (known, etag) = (await world.Hub.Meetings.Store.ItemAsync(Meeting, item, Stop))!.Value;
        Assert.True(await world.Hub.Meetings.Store.WriteAsync(Meeting, known with { State = ItemState.Discussed }, etag, Stop));
    }

    /// <summary>How often the word is in the files, log and index of the log included.</summary>
    private int Found()
    {
        var (word, found) = (Encoding.UTF8.GetBytes(Canary), 0);
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var left = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            for (int at; (at = left.IndexOf(word)) >= 0; left = left[(at + 1)..]) found++;
        }

        return found;
    }
}
