using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>The chair hears of falling energy first, alone; then the specialist.</summary>
public sealed class LeadershipTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0, 5)]
    [InlineData(0, 5, 5)]
    [InlineData(1, 4, 5, 5)]
    [InlineData(3, 2, 3, 4, 5)]
    [InlineData(2, 2, 3, 4, 3)]
    [InlineData(0, 6, 3, 4, 5)]
    public void Falls_are_counted_from_the_last_meeting_back(int falls, params int[] counts) => Assert.Equal(falls, WatchLeadership.FallsIn(counts));

    [Fact]
    public async Task Three_falls_in_a_row_are_told_the_chair_alone_and_a_fourth_the_specialist()
    {
        var world = await OpenAsync();
        foreach (var agency in Agencies) await world.RenewAgreementAsync(agency);
        await world.WithoutWarningsAsync();
        var at = await world.AtAsync();
        await world.Hub.Meetings.EditSeries.SetAsync(at.Community.Meetings! with { Chair = "dana", Deputy = "robin", ChairUntil = new LocalDate(2027, 3, 31) }, at, CancellationToken.None);
        var come = Agencies.Length;
        for (var meeting = 0; meeting < 6; meeting++)
        {
            var held = new LocalDate(2026, 12, 9).PlusDays(14 * meeting);
            for (var day = held.PlusDays(-8); day <= held.PlusDays(-1); day = day.PlusDays(1)) await TickAsync(world, day);
            var id = MeetingCalendar.Id(held);
            foreach (var guest in (await world.Hub.Meetings.Store.ReadAsync(id, CancellationToken.None)).Guests)
                await world.Hub.Meetings.Store.WriteAsync(id, guest with { WasThere = Array.IndexOf(Agencies, guest.Agency) < come - meeting }, CancellationToken.None);
            for (var day = held; day <= held.PlusDays(5); day = day.PlusDays(1)) await TickAsync(world, day);
            Assert.Equal(meeting >= 3 ? 1 : 0, world.MeetingMails("dana", MeetingMailKind.EnergyFalls).Count());
            Assert.Equal(meeting >= 4, (await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.AttendanceFalls, CancellationToken.None)).Count > 0);
        }

        Assert.DoesNotContain(world.Mailer.Mails.OfType<MailContent.Meeting>(), m => m.Kind == MeetingMailKind.EnergyFalls && m.To.Contact != "dana");
        Assert.NotEmpty(world.MeetingMails("dana", MeetingMailKind.TermEnds)); // The term ends on 31 March.
    }

    private static readonly string[] Agencies = ["bridge-outreach", "coordinated-access", "coulee-act", "income-support", "prairie-hospital", "river-icm", "southside-housing", "specialist"];

    private static async Task TickAsync(HubWorld world, LocalDate day)
    {
        world.Clock.Reset(day.At(new LocalTime(17, 0)).InZoneStrictly(Communities.FictionalCommunity.Settings.Zone).ToInstant());
        await world.Hub.Tick.RunAsync(CancellationToken.None);
    }
}
