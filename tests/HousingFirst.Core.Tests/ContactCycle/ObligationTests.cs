using HousingFirst.Core.ContactCycle;

namespace HousingFirst.Core.Tests.ContactCycle;

public sealed class ObligationTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 12, 10, 18, 0);
    private static readonly Instant Close = Instant.FromUtc(2026, 12, 31, 23, 0);

    [Fact]
    public void The_richest_mode_counts_and_several_are_kept()
    {
        var standing = Standing(Made(ContactMode.Email, 2), Made(ContactMode.InPerson, 9), Made(ContactMode.Phone, 10));
        Assert.Equal((ObligationState.Made, ContactMode.InPerson), (standing.State, standing.Mode));
        Assert.Equal(new LocalDate(2026, 12, 10), standing.Last);
    }

    [Fact]
    public void A_message_nobody_answered_is_an_attempt_and_one_talk_makes_it_made()
    {
        Assert.Equal(ObligationState.Attempted, Standing(Tried(3), Tried(4)).State);
        Assert.Equal(ObligationState.Made, Standing(Tried(3), Made(ContactMode.Phone, 5), Tried(6)).State);
    }

    [Fact]
    public void Of_an_attempt_and_a_reason_the_later_recorded_stands()
    {
        Assert.Equal(ObligationState.NotMade, Standing(Tried(3), Not(NotMadeReason.PartnerAway, 5)).State);
        Assert.Equal(ObligationState.Attempted, Standing(Not(NotMadeReason.NoCapacity, 3), Tried(8)).State);
    }

    [Fact]
    public void What_is_recorded_after_the_close_corrects_the_month_visibly()
    {
        var late = Made(ContactMode.Phone, 30) with { Recorded = Close + Duration.FromHours(1) };
        var standing = ObligationStanding.Of([late], released: false, Close);
        Assert.Equal((ObligationState.Made, true), (standing.State, standing.Late));
        Assert.True(ObligationStanding.Of([Made(ContactMode.Phone, 3), late with { Mode = ContactMode.InPerson }], released: false, Close).Late);
        Assert.False(ObligationStanding.Of([late with { Recorded = Close - Duration.FromHours(1) }], released: false, Close).Late);
    }

    [Fact]
    public void A_partner_that_left_is_owed_nothing_and_a_talk_before_counts()
    {
        Assert.Equal(ObligationState.Released, ObligationStanding.Of([], released: true, null).State);
        Assert.Equal(ObligationState.Made, ObligationStanding.Of([Made(ContactMode.Phone, 2)], released: true, null).State);
    }

    [Fact]
    public void Ninety_days_without_meeting_are_seen_across_months()
    {
        var obligation = new Obligation(
            "prairie-hospital", true, new LastContact(new LocalDate(2026, 11, 20), ContactMode.Phone, new LocalDate(2026, 9, 1)), [Made(ContactMode.Phone, 5)], false);
        Assert.Equal(new LastContact(new LocalDate(2026, 12, 5), ContactMode.Phone, new LocalDate(2026, 9, 1)), obligation.Last);
        Assert.False(obligation.IsLongWithoutMeeting(new LocalDate(2026, 11, 29)));
        Assert.True(obligation.IsLongWithoutMeeting(new LocalDate(2026, 11, 30)));
        Assert.False((obligation with { Recorded = [Made(ContactMode.InPerson, 1)] }).IsLongWithoutMeeting(new LocalDate(2027, 1, 15)));
    }

    [Fact]
    public void The_numbers_of_a_month_add_up_to_what_was_owed()
    {
        var month = new ProgramMonth("river-icm", new YearMonth(2026, 12),
        [
            Owed("a", Made(ContactMode.InPerson, 2)), Owed("b", Made(ContactMode.Text, 3)), Owed("c", Tried(4)), Owed("d", Not(NotMadeReason.Other, 5)), Owed("e"),
            Owed("f") with { Released = true }, Owed("g", Made(ContactMode.Phone, 1)) with { Owed = false },
        ]);
        Assert.Equal(new MonthCounts(Owed: 5, InPerson: 1, Otherwise: 1, Attempted: 1, NotMade: 1, Open: 1, Released: 1, More: 1, Late: 0), month.Counts());
        Assert.False(month.IsSilent);
        Assert.Equal(["c", "e"], month.Wanting.Select(o => o.Partner));
    }

    /// <summary>What was said about silence is one rule, for the escalation and for the report.</summary>
    [Fact]
    public void A_talk_with_whomever_breaks_the_silence_and_an_attempt_only_towards_who_is_owed()
    {
        Assert.True(IsSilent(Owed("a"), Owed("b")));
        Assert.False(IsSilent(Owed("a"), Owed("b", Tried(4))));
        Assert.False(IsSilent(Owed("a"), Owed("b", Made(ContactMode.Phone, 2)) with { Released = true }));
        Assert.False(IsSilent(Owed("a"), Owed("b", Made(ContactMode.Phone, 2)) with { Owed = false }));
        Assert.True(IsSilent(Owed("a"), Owed("b", Tried(4)) with { Released = true }));
        Assert.True(IsSilent(Owed("a"), Owed("b", Tried(4)) with { Owed = false }));
        Assert.False(IsSilent(Owed("b") with { Released = true }));
        Assert.False(IsSilent());

        static bool IsSilent(params Obligation[] obligations)
        {
            var month = new ProgramMonth("river-icm", new YearMonth(2026, 12), [.. obligations]);
            Assert.Equal(month.IsSilent, !MonthReport.Of(month.Month, [(month.Program, month.Counts())]).Silent.IsEmpty);
            return month.IsSilent;
        }
    }

    [Fact]
    public void A_median_needs_six_programs()
    {
        var programs = Enumerable.Range(1, 6).Select(n => ($"p{n}", MonthCounts.None with { Owed = 10, InPerson = n, Open = 10 - n })).ToArray();
        Assert.Null(MonthReport.Of(new YearMonth(2026, 12), programs.Take(5)).MedianMade);
        Assert.Equal(35, MonthReport.Of(new YearMonth(2026, 12), programs).MedianMade);
    }

    private static Obligation Owed(string partner, params ContactMade[] recorded) => new(partner, true, null, [.. recorded], false);

    private static ObligationStanding Standing(params ContactMade[] recorded) => ObligationStanding.Of(recorded, released: false, closed: null);

    private static ContactMade Made(ContactMode mode, int day) => At(day, ContactOutcome.Made, mode, null);

    private static ContactMade Tried(int day) => At(day, ContactOutcome.Attempted, ContactMode.Phone, null);

    private static ContactMade Not(NotMadeReason reason, int day) => At(day, ContactOutcome.NotMade, null, reason);

    private static ContactMade At(int day, ContactOutcome outcome, ContactMode? mode, NotMadeReason? reason) =>
        new($"{outcome}-{day}", new LocalDate(2026, 12, day), outcome, mode, reason, "river-icm", Noon + Duration.FromDays(day)) { Body = "x" };
}
