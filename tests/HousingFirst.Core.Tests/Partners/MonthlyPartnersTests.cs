namespace HousingFirst.Core.Tests.Partners;

/// <summary>Whom a program owes a contact every month (practice 1).</summary>
public sealed class MonthlyPartnersTests
{
    private static readonly LocalDate Today = new(2026, 12, 1);

    private static readonly Organisation River = Of("river", OrganisationKind.FundedProgram);

    [Fact]
    public void By_the_rule_every_external_partner_under_an_agreement_in_force_that_takes_part_and_does_not_rest()
    {
        Organisation[] all =
        [
            River, Of("second", OrganisationKind.FundedProgram), Of("lead", OrganisationKind.Lead), Of("police", OrganisationKind.SourceOnly), Of("hospital"), Of("counsel"),
            Of("ended") with { Agreement = Agreement.Until(Today.PlusDays(-1)) }, Of("unsigned") with { Agreement = null },
            Of("suspended") with { Standing = new Standing(StandingKind.Suspended, null) }, Of("last-day") with { Agreement = Agreement.Until(Today) }, Of("resting"),
        ];
        Assert.Equal(["counsel", "hospital", "last-day"], Owed(River, all));
        Assert.Empty(Owed(Of("hospital"), all));
        Assert.Empty(Owed(River with { Standing = new Standing(StandingKind.Suspended, null) }, all));
    }

    [Fact]
    public void A_programs_own_list_adds_to_the_rule_and_takes_from_it()
    {
        Organisation[] all = [River, Of("hospital"), Of("counsel"), Of("police", OrganisationKind.SourceOnly), Of("unsigned") with { Agreement = null }];
        var (police, counsel, unsigned) = (all[3], all[2], all[4]);

        var own = MonthlyPartners.Without(MonthlyPartners.With(MonthlyPartners.With(River, police, Today), unsigned, Today), counsel);
        Assert.Equal(["hospital", "police", "unsigned"], Owed(own, all));
        Assert.Equal(["police", "unsigned"], own.AlsoContacts);
        Assert.Equal(["counsel"], own.NeverContacts);

        // Twice is once, and back is as it was.
        Assert.Equal(own, MonthlyPartners.With(MonthlyPartners.Without(own, counsel), police, Today));
        var back = MonthlyPartners.Without(MonthlyPartners.Without(MonthlyPartners.With(own, counsel, Today), police), unsigned);
        Assert.Equal(["counsel", "hospital"], Owed(back, all));
    }

    [Fact]
    public void A_partner_that_joins_later_is_on_every_programs_list() =>
        Assert.Equal(["hospital", "newcomer"], Owed(MonthlyPartners.Without(River, Of("counsel")), [River, Of("hospital"), Of("counsel"), Of("newcomer")]));

    [Theory]
    [InlineData(0, false)]
    [InlineData(89, false)]
    [InlineData(90, true)]
    public void An_entry_is_flagged_when_nobody_confirmed_it_for_90_days(int days, bool flagged)
    {
        var contact = new Contact("dana", "Dana", Language.English, Channel.Phone, DigestSlot.Default, null, "0", null, Shared: false, Today, null);
        Assert.Equal(flagged, contact.IsUnconfirmed(Today.PlusDays(days)));
        Assert.True((contact with { Confirmed = null }).IsUnconfirmed(Today));
        Assert.True((contact with { Changed = Today }).IsUnconfirmed(Today));
    }

    private static string[] Owed(Organisation program, params Organisation[] all) =>
        [.. MonthlyPartners.Of(program, new PartnerDirectory(all, 1), Today, o => o.Id == "resting").Select(o => o.Id)];

    private static Organisation Of(string id, OrganisationKind kind = OrganisationKind.Partner) =>
        new(id, id, id, kind, Agreement.Until(Today.PlusDays(100)), ReadsQueue: false, null, "403-555-0100", []);
}
