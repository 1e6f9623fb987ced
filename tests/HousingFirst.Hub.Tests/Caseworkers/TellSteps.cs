using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using Xunit;

namespace HousingFirst.Hub.Tests.Caseworkers;

/// <summary>What caseworkers do to a world again and again.</summary>
internal static class TellSteps
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Who holds a new link of a contact.</summary>
    public static async Task<Caseworker> CaseworkerAsync(this HubWorld world, string contact)
    {
        var link = Assert.IsType<Uri>(await world.Hub.FindCaseworker.LinkAsync(contact, Stop));
        return Assert.IsType<CaseworkerReading.Known>(await world.Hub.FindCaseworker.RunAsync(link.Segments[^1], Stop)).Caseworker;
    }

    /// <summary>A form about a client of river-icm, today.</summary>
    public static TellForm Form(string code, string client = "river-icm/HF-7Q2K", string id = "form-1") =>
        new() { Id = id, Client = client, Code = code, OccurredOn = "2026-12-01" };

    public static async Task<TellOutcome> PreviewAsync(this HubWorld world, TellForm form, string contact = "dana") =>
        await world.Hub.TellTeam.PreviewAsync(await world.CaseworkerAsync(contact), form, Stop);

    public static async Task<TellOutcome> SendAsync(this HubWorld world, TellForm form, string contact = "dana") =>
        await world.Hub.TellTeam.SendAsync(await world.CaseworkerAsync(contact), form, Stop);

    /// <summary>Looks, and sends what was seen.</summary>
    public static async Task<string> TellAsync(this HubWorld world, TellForm form, string contact = "dana")
    {
        var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form, contact));
        return Assert.IsType<TellOutcome.Sent>(await world.SendAsync(form with { Seen = shown.Seen }, contact)).Change;
    }

    /// <summary>What the caseworkers' pages have put on the queue.</summary>
    public static OutgoingMessage[] Queued(this HubWorld world) => [.. world.Queues.Messages.Where(m => m.Queue == QueueNames.ClientChanges)];

    /// <summary>Takes it, as the pump would.</summary>
    public static Task TakeAsync(this HubWorld world) => world.TakeOwnAsync();

    public static async Task<CoverageView> ToldAsync(this HubWorld world, string change, string contact = "dana") =>
        await world.Hub.ReadTold.RunAsync(await world.CaseworkerAsync(contact), change, Stop);

    /// <summary>Who is told, or to be told by voice: contact, and by which way.</summary>
    public static IEnumerable<string> Told(IEnumerable<CoverageLine> lines) => lines
        .Where(l => l.Agency is not null && l.Becomes is not (NoticeState.Withheld or NoticeState.Cancelled or NoticeState.Source))
        .Select(l => $"{l.Agency}.{l.Who} {l.Outcome}").Order(StringComparer.Ordinal);
}
