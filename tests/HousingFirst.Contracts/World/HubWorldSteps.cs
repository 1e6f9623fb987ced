using System.Text.Json;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Contracts.World;

/// <summary>What tests do to a world again and again.</summary>
public static class HubWorldSteps
{
    /// <summary>The notice ids on an agency's queue.</summary>
    public static IReadOnlyList<string> NoticesOf(this HubWorld world, string agency)
    {
        var notices = new List<string>();
        foreach (var body in world.Queues.BodiesOf(agency))
        {
            using var message = JsonDocument.Parse(body);
            if (message.RootElement.GetProperty("data").TryGetProperty("notice", out var notice)) notices.Add(notice.GetString()!);
        }

        return notices;
    }

    /// <summary>Changes an organisation's route card.</summary>
    public static async Task ChangeAsync(this HubWorld world, string agency, Func<Organisation, Organisation> change)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.Directory.PutAsync(change(at.Directory.Find(agency)!), CancellationToken.None);
    }

    /// <summary>Changes a contact of an organisation.</summary>
    public static Task ChangeContactAsync(this HubWorld world, string agency, string contact, Func<Contact, Contact> change) =>
        world.ChangeAsync(agency, o => o.WithContact(contact, change));

    /// <summary>Renews an agreement.</summary>
    public static Task RenewAgreementAsync(this HubWorld world, string agency) =>
        world.ChangeAsync(agency, o => o with { Agreement = o.Agreement! with { Ends = new LocalDate(2028, 12, 31) } });

    /// <summary>Takes every planned warning before something ends off, for a test in whose days some would come due.</summary>
    public static Task WithoutWarningsAsync(this HubWorld world) => world.Hub.WithoutWarningsAsync();

    /// <summary>Takes every planned warning before something ends off.</summary>
    public static async Task WithoutWarningsAsync(this HousingFirstHub hub)
    {
        foreach (var item in await hub.Due.AllAsync(CancellationToken.None))
        {
            if (item.Kind is DueKind.ConsentEnds or DueKind.AgreementEnds) await hub.Due.RemoveAsync(item, CancellationToken.None);
        }
    }

    /// <summary>Ends the series of meetings before any of them is claimed, for a test in whose days one would come due.</summary>
    public static async Task WithoutMeetingsAsync(this HubWorld world)
    {
        RowWrite[] gone = [new RowWrite.Delete("meetings", null)];
        await world.Tables.BatchAsync(Table.Directory, Keys.Of(FictionalCommunity.Settings.Id, "settings"), gone, CancellationToken.None);
        world.Hub.Directory.Forget();
    }

    /// <summary>Takes off what would ask someone else where nobody has answered so far, for a test that is about something else.</summary>
    public static async Task WithoutSilenceAsync(this HubWorld world)
    {
        foreach (var item in (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.Kind == DueKind.Escalate))
            await world.Hub.Due.RemoveAsync(item, CancellationToken.None);
    }

    /// <summary>Takes off what puts urgent notices without an answer into the next digests, for a test that counts what is due.</summary>
    public static async Task WithoutRemindersAsync(this HubWorld world)
    {
        foreach (var item in await world.Hub.Due.AllAsync(CancellationToken.None))
        {
            if (item is { Kind: DueKind.Digest, Client: not null }) await world.Hub.Due.RemoveAsync(item, CancellationToken.None);
        }
    }

    /// <summary>A contact of the directory.</summary>
    public static async Task<Contact> ContactAsync(this HubWorld world, string agency, string contact) =>
        (await world.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Contact(agency, contact)!;
}
