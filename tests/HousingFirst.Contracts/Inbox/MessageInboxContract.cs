using HousingFirst.Hub.Inbox;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Inbox;

/// <summary>What the inbox of messages that are no changes promises on every implementation of the table port.</summary>
public abstract class MessageInboxContract : StoreContract
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 17, 0);

    private MessageInbox Inbox => new(Tables, Community);

    [Fact]
    public async Task A_message_is_to_do_until_it_is_done_and_then_never_again()
    {
        var first = Assert.IsType<TakenMessage.ToDo>(await TakeAsync("river-icm"));
        Assert.Equal(Now, first.Received);
        var cutOff = Assert.IsType<TakenMessage.ToDo>(await TakeAsync("river-icm", later: 5));
        Assert.Equal(Now, cutOff.Received);

        await Inbox.DoneAsync(first, Stop);
        Assert.IsType<TakenMessage.Done>(await TakeAsync("river-icm"));
        await Inbox.DoneAsync(cutOff, Stop);
        Assert.IsType<TakenMessage.Done>(await TakeAsync("river-icm"));
    }

    [Fact]
    public async Task Another_body_under_the_same_id_is_found_and_another_agencys_message_is_another()
    {
        await TakeAsync("river-icm");
        Assert.IsType<TakenMessage.AnotherBody>(await TakeAsync("river-icm", "other body"));
        Assert.IsType<TakenMessage.ToDo>(await TakeAsync("coulee-act", "other body"));
    }

    [Fact]
    public async Task What_is_forgotten_is_new_again()
    {
        await Inbox.DoneAsync(Assert.IsType<TakenMessage.ToDo>(await TakeAsync("river-icm")), Stop);
        await Inbox.ForgetAsync("river-icm", Key, Stop);
        await Inbox.ForgetAsync("river-icm", Key, Stop);
        Assert.IsType<TakenMessage.ToDo>(await TakeAsync("river-icm", "other body"));
    }

    private async Task<TakenMessage> TakeAsync(string agency, string body = "body", int later = 0) =>
        await Inbox.TakeAsync(agency, Key, body, Now + Duration.FromMinutes(later), Stop);
}
