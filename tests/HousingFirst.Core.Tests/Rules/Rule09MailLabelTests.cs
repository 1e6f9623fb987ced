namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 9: which words a mail may show.</summary>
public sealed class Rule09MailLabelTests
{
    private static readonly Dictionary<string, string> Ceiling = new()
    {
        ["HSG"] = "none housing",
        ["INC"] = "none housing money",
        ["JUS"] = "none housing justice family",
        ["COO"] = "none housing",
        ["HLT"] = "none housing health safety",
        ["OUT"] = "none housing health justice safety",
        ["SPC"] = "none housing safety",
        ["PRG"] = "none housing health justice money safety family",
    };

    private static readonly Dictionary<string, string> Generic = new()
    {
        ["U0"] = "Update to read",
        ["U1"] = "Update to read",
        ["U2"] = "Please read today",
        ["U3"] = "Please answer now",
        ["U4"] = "Please call",
    };

    public static TheoryData<string> Roles => new(Ceiling.Keys);

    /// <summary>Every code and role, computed again from the plain cells of the vocabulary.</summary>
    [Theory]
    [MemberData(nameof(Roles))]
    public void A_label_is_shown_only_where_it_could_mean_several_things(string role)
    {
        var routed = VocabularySheet.Rows.Where(r => IsRouted(r, role)).ToArray();
        foreach (var row in VocabularySheet.Rows.Where(r => r["class"] != "as:corrects" && r["code"] != "person.deceased"))
        {
            var sharing = routed.Where(r => r["mail_label_en"] == row["mail_label_en"]).ToArray();
            var vague = sharing.Length >= 3 && sharing.Select(r => r["facet"]).Distinct().Count() >= 2;
            foreach (var clients in new[] { 1, 2, 3, 40 })
            {
                var shown = row["class"] is "A" or "B" || (vague && clients >= 3);
                var code = Vocabulary.Current[row["code"]];
                var label = MailLabels.For(code, code.Class, code.Urgency, Enum.Parse<Role>(role), clients);

                Assert.Equal(shown ? row["mail_label_en"] : Generic[row["urgency"]], label.Text(Language.English));
            }
        }
    }

    [Fact]
    public void Away_from_home_may_mean_prison_hospital_or_a_holiday_to_the_program_and_hardly_less_to_a_hospital()
    {
        var custody = Vocabulary.Current["away.custody.in"];
        var hospital = Vocabulary.Current["away.hospital.in"];

        Assert.Equal("Away from home", MailLabels.For(custody, PrivacyClass.C, Urgency.U2, Role.PRG, 3).Text(Language.English));
        Assert.Equal("Please read today", MailLabels.For(custody, PrivacyClass.C, Urgency.U2, Role.JUS, 3).Text(Language.English));
        Assert.Equal("Please read today", MailLabels.For(hospital, PrivacyClass.C, Urgency.U2, Role.HLT, 9).Text(Language.English));
    }

    [Fact]
    public void A_contact_of_fewer_than_three_clients_gets_generic_words_for_C_and_R_and_the_label_for_A_and_B()
    {
        var custody = Vocabulary.Current["away.custody.in"];
        var absence = Vocabulary.Current["housing.absence"];

        Assert.Equal("Please read today", MailLabels.For(custody, PrivacyClass.C, Urgency.U2, Role.PRG, 2).Text(Language.English));
        Assert.Equal("Away from home", MailLabels.For(absence, PrivacyClass.B, Urgency.U2, Role.HSG, 1).Text(Language.English));
    }

    [Theory]
    [InlineData(Urgency.U1)]
    [InlineData(Urgency.U2)]
    [InlineData(Urgency.U4)]
    public void A_death_only_ever_says_please_call(Urgency urgency)
    {
        var label = MailLabels.For(Vocabulary.Current["person.deceased"], PrivacyClass.R, urgency, Role.HLT, 2);

        Assert.Equal(("Please call", "Veuillez nous appeler"), (label.Text(Language.English), label.Text(Language.French)));
    }

    [Fact]
    public void A_stop_shows_its_label_since_it_is_class_A() =>
        Assert.Equal(
            "Sharing has changed – please stop and open",
            MailLabels.For(Vocabulary.Current["consent.revoked"], PrivacyClass.A, Urgency.U3, Role.HLT, 1).Text(Language.English));

    [Fact]
    public void A_correction_of_something_sensitive_says_no_more_than_how_soon() =>
        Assert.Equal(
            "Veuillez nous appeler",
            MailLabels.For(Vocabulary.Current["correction.issued"], PrivacyClass.R, Urgency.U4, Role.HLT, 9).Text(Language.French));

    [Fact]
    public void Generic_words_are_the_vocabulary_s_own_in_both_languages()
    {
        foreach (var urgency in Enum.GetValues<Urgency>())
        {
            var label = MailLabel.Generic(urgency);
            var row = VocabularySheet.Rows.First(r => r["mail_label_en"] == Generic[urgency.ToString()]);

            Assert.Equal((row["mail_label_en"], row["mail_label_fr"]), (label.Text(Language.English), label.Text(Language.French)));
        }
    }

    private static bool IsRouted(IReadOnlyDictionary<string, string> row, string role)
    {
        var mustKnow = row["must_know"].Split(' ');
        if (!mustKnow.Contains("TEAM") && !mustKnow.Contains(role)) return false;
        if (row["never"].Split(' ').Contains(role)) return false;
        if (row["only"].Length > 0 && !row["only"].Split(' ').Contains(role)) return false;
        if (row["code"] == "person.deceased") return true;
        if (role == "HSG" && row["class"] is not ("A" or "B")) return false;
        return Ceiling[role].Split(' ').Contains(row["facet"]);
    }
}
