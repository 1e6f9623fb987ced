using HousingFirst.Core.Messaging;

namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 10: who may send what, and what strangers are answered.</summary>
public sealed class Rule10WhoMaySendTests
{
    private static readonly string[] Senders = ["river", "hospital", "landlord", "second", "police", "former", "stranger"];

    public static TheoryData<string, string> EveryCodeAndSender => new(
        from row in VocabularySheet.Rows from sender in Senders select (row["code"], sender));

    /// <summary>The column <c>may_send</c>, word by word, against every kind of sender.</summary>
    [Theory]
    [MemberData(nameof(EveryCodeAndSender))]
    public void Only_those_of_the_may_send_column_may_send(string code, string sender)
    {
        var words = VocabularySheet.Words(code, "may_send");
        var onTeam = sender is "river" or "hospital" or "landlord" or "second";
        var allowed = words.Any(word => word switch
        {
            "team" => onTeam,
            "PRG" => sender == "river",
            "HLT" => sender == "hospital",
            "member" => sender == "landlord",
            "card" => sender == "police",
            "sender" => sender == "hospital",
            "hub" => false,
            _ => throw new InvalidOperationException("A word of may_send that the test doesn't know."),
        });

        var decision = Everyone(byCard: sender == "police").Decide(Complete(code, sender));

        if (allowed)
        {
            Assert.IsType<Decision.Accepted>(decision);
            return;
        }

        var refused = Assert.IsType<Decision.Refused>(decision);
        var strange = sender is "former" or "stranger" || (sender == "police" && code == "program.enrolled");
        var expected = strange ? RefusalReasons.ClientNotYours
            : code == "correction.issued" ? RefusalReasons.DataInvalid
            : RefusalReasons.SenderNotAllowed;
        Assert.Equal(expected, refused.Reason);
    }

    [Fact]
    public void An_unknown_client_another_s_client_and_an_ended_membership_get_the_same_answer_word_for_word()
    {
        var unknown = ChangeRules.Decide(
            Town.Change("housing.lost", "hospital"), new ClientState(ClientHead.New(new ClientId("x")), [], []), Past.None, Town.Usual().At);
        var anothers = Everyone().Decide(Town.Change("housing.lost", "stranger"));
        var ended = Everyone().Decide(Town.Change("housing.lost", "former"));
        var partnerEnrols = ChangeRules.Decide(
            Town.Change("program.enrolled", "hospital"), new ClientState(ClientHead.New(new ClientId("x")), [], []), Past.None, Town.Usual().At);

        var defect = Assert.Single(Assert.IsType<Decision.Refused>(unknown).Defects);
        Assert.Equal("`subject`: not a client of yours here; ask the client's program to add you", defect.ToString());
        Assert.All([anothers, ended, partnerEnrols], other => Assert.Equal(unknown, other));
    }

    [Fact]
    public void A_client_begins_when_a_funded_program_enrols_it()
    {
        var town = Town.Usual();

        var accepted = Assert.IsType<Decision.Accepted>(ChangeRules.Decide(
            Town.Change("program.enrolled"), new ClientState(ClientHead.New(new ClientId("new")), [], []), Past.None, town.At));

        Assert.Equal(("river", "dana"), (accepted.Next.Program(Town.Today)?.Agency, accepted.Next.Program(Town.Today)?.Contact));
        Assert.Equal("dana: source (already knows)", new Outcome(accepted).Text);
    }

    [Fact]
    public void A_second_program_can_not_enrol_while_the_first_lasts_and_can_afterwards()
    {
        var town = Everyone();
        Assert.Equal(RefusalReasons.SenderNotAllowed, town.Refusal(Town.Change("program.enrolled", "second")).Reason);

        town.Member("river", "dana", Role.PRG, program: true, ended: Town.Today);

        Assert.Equal("second", town.Outcome("program.enrolled", "second").Accepted.Next.Program(Town.Today)?.Agency);
    }

    [Fact]
    public void Enrolling_again_leaves_one_program_whichever_colleague_joined_first()
    {
        var town = Town.Usual().Without("river").Member("river", "sam", Role.OUT).Member("river", "dana", Role.PRG, program: true);

        Assert.Equal("dana", Assert.Single(town.Outcome("program.enrolled").Accepted.Next.Memberships, m => m.Enrolled).Contact);
    }

    [Fact]
    public void A_program_of_another_city_can_not_take_a_client_it_has_nothing_to_do_with() =>
        Assert.Equal(
            RefusalReasons.ClientNotYours,
            Town.Usual().Agency("stranger", OrganisationKind.FundedProgram).Refusal(Town.Change("program.enrolled", "stranger")).Reason);

    [Fact]
    public void A_card_opens_incidents_only()
    {
        var town = Everyone(byCard: true);

        Assert.Equal("told U3 mail en", town.Outcome("safety.incident", from: "police")["dana"]);
        Assert.Equal(RefusalReasons.SenderNotAllowed, town.Refusal(Town.Change("housing.lost", "police")).Reason);
        Assert.Equal(["data.alsoTell"], town.Refusal(Town.Change("safety.incident", "police", "luc")).Paths);
        Assert.Equal(RefusalReasons.ClientNotYours, Everyone().Refusal(Town.Change("safety.incident", "police")).Reason);
    }

    [Fact]
    public void Only_the_member_itself_or_the_program_takes_leave()
    {
        var leave = new MemberPart("landlord", null, null, false, null);

        Assert.IsType<Decision.Accepted>(Everyone().Decide(Town.Change("team.left", "landlord") with { Member = leave }));
        Assert.IsType<Decision.Accepted>(Everyone().Decide(Town.Change("team.left") with { Member = leave }));
        Assert.Equal(RefusalReasons.SenderNotAllowed, Everyone().Refusal(Town.Change("team.left", "hospital") with { Member = leave }).Reason);
    }

    private static Town Everyone(bool byCard = false)
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Member("former", "gone", Role.OUT, ended: Town.Today)
            .Agency("police", OrganisationKind.SourceOnly).Agency("stranger").Contact("newcomer", "nina").Corrects("away.hospital.in", "hospital");
        town.ByCard = byCard;
        return town;
    }

    private static ClientChange Complete(string code, string sender)
    {
        var consent = Rule01MustKnowTests.NewConsent(code == "consent.renewed" ? "K-income" : "N", "income", Allows.B);
        return Town.Change(code, sender) with
        {
            Consent = code switch
            {
                "consent.given" or "consent.renewed" => new ConsentPart(consent.Id, consent.Allows, consent),
                "consent.narrowed" => new ConsentPart("K-income", Allows.B, null),
                "consent.revoked" => new ConsentPart("K-income", null, null),
                _ => null,
            },
            Member = code switch
            {
                "team.joined" => new MemberPart("newcomer", "nina", Role.OUT, false, new ClientReference("NEW-1")),
                "team.left" => new MemberPart("landlord", "morgan", null, false, null),
                _ => null,
            },
            OtherParty = code == "referral.result" ? "counsel" : null,
            Corrects = code == "correction.issued" ? "earlier" : null,
        };
    }
}
