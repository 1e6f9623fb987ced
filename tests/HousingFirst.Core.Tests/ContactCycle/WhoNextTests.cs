using HousingFirst.Core.ContactCycle;

namespace HousingFirst.Core.Tests.ContactCycle;

public sealed class WhoNextTests
{
    private static readonly LocalDate Today = new(2026, 12, 31);

    [Fact]
    public void Newcomers_come_first_then_who_never_met_then_the_longest_ago()
    {
        var next = WhoNext.Of(
            [
                Month("act", Met("hospital", 89), Met("clinic", 90), Talked("office"), New("library"), New("shelter")),
                Month("icm", Met("office", 120), New("library"), Met("shelter", 10), Met("gone", 400) with { Released = true }, Met("more", 400) with { Owed = false }),
            ],
            Today);
        Assert.Equal("library: act, icm", string.Join("; ", next.Newcomers.Select(n => $"{n.Organisation}: {string.Join(", ", n.Programs)}")));
        Assert.Equal(
            "act-shelter, act-office, icm-office 2026-09-02, act-clinic 2026-10-02",
            string.Join(", ", next.Pairs.Select(p => $"{p.Program}-{p.Partner}{(p.MetOn is { } day ? " " + NodaTime.Text.LocalDatePattern.Iso.Format(day) : string.Empty)}")));
    }

    [Fact]
    public void A_meeting_this_month_takes_the_pair_off_and_a_call_does_not()
    {
        var met = Met("clinic", 120);
        var called = met with { Recorded = [Recorded(ContactMode.Phone)] };
        Assert.Equal(Today, Assert.Single(WhoNext.Of([Month("icm", called)], Today).Pairs).TalkedOn);
        Assert.Empty(WhoNext.Of([Month("icm", met with { Recorded = [Recorded(ContactMode.InPerson)] })], Today).Pairs);
    }

    private static ProgramMonth Month(string program, params Obligation[] obligations) => new(program, new YearMonth(2026, 12), [.. obligations]);

    private static Obligation New(string partner) => new(partner, Owed: true, null, [], Released: false);

    private static Obligation Talked(string partner) => New(partner) with { Before = new LastContact(Today.PlusDays(-20), ContactMode.Phone, null) };

    private static Obligation Met(string partner, int days) =>
        New(partner) with { Before = new LastContact(Today.PlusDays(-days), ContactMode.InPerson, Today.PlusDays(-days)) };

    private static ContactMade Recorded(ContactMode mode) =>
        new("k", Today, ContactOutcome.Made, mode, null, "icm", Instant.FromUtc(2026, 12, 31, 12, 0)) { Body = "b" };
}
