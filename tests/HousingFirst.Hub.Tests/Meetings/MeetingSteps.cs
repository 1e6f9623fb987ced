using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>What tests of meetings do to a world.</summary>
internal static class MeetingSteps
{
    public const string First = "meetings-2026-12-09", Second = "meetings-2026-12-23";

    /// <summary>A world with its meetings claimed, at 11:00 on Tuesday 1 December 2026.</summary>
    public static async Task<HubWorld> OpenAsync(HousingFirst.Hub.Tables.ITables? tables = null)
    {
        var world = await HubWorld.CreateAsync(tables);
        await world.WithoutWarningsAsync();
        await world.RenewAgreementAsync("income-support");
        await world.WithoutWarningsAsync();
        await world.Hub.Meetings.Claim.RunAsync(await world.AtAsync(), CancellationToken.None);
        return world;
    }

    public static async Task<Surroundings> AtAsync(this HubWorld world) => await world.Hub.Directory.NowAsync(CancellationToken.None);

    public static InboundMessage CaseItem(
        this HubWorld world, string agency, string subject, string text = "who visits when", string extra = "\"voice\":\"attending\"", string? id = null) =>
        world.Activity(agency, MessageTypes.MeetingItem, $"\"part\":\"case\",\"text\":\"{text}\",{extra}", subject, id);

    public static InboundMessage OpenItem(this HubWorld world, string agency, string text) =>
        world.Activity(agency, MessageTypes.MeetingItem, $"\"part\":\"open\",\"text\":\"{text}\"");

    public static async Task<bool> AnswerAsync(this HubWorld world, string agency, string contact, bool comes = true, string meeting = First) =>
        await world.Hub.Meetings.AnswerInvitation.RunAsync(meeting, agency, contact, comes, await world.AtAsync(), CancellationToken.None);

    public static async Task<Agenda> AgendaAsync(this HubWorld world, string agency, string? contact = null, string meeting = First)
    {
        var at = await world.AtAsync();
        return await world.Hub.Meetings.ReadAgenda.RunAsync(MeetingCalendar.Find(meeting, at.Community)!, new Viewer(agency, contact), at, CancellationToken.None);
    }

    public static IEnumerable<MailContent.Meeting> MeetingMails(this HubWorld world, string contact, MeetingMailKind? kind = null) =>
        world.Mailer.To(contact).OfType<MailContent.Meeting>().Where(m => kind is null || m.Kind == kind);

    public static async Task<Core.Messaging.Defect?> MoveAsync(this HubWorld world, LocalDate on, LocalTime? at = null) =>
        await world.Hub.Meetings.EditSeries.MoveAsync(First, on, at, await world.AtAsync(), CancellationToken.None);
}
