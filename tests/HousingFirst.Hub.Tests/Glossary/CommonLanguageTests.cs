using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using Xunit;

namespace HousingFirst.Hub.Tests.Glossary;

/// <summary>The glossary names everything the code names, in both languages, once.</summary>
public class CommonLanguageTests
{
    /// <summary>Every edition by what it says. A changed text needs a new version: add its line here, and keep the others.</summary>
    private static readonly Dictionary<string, string> Editions = new(StringComparer.Ordinal)
    {
        ["1"] = "235a641c8953806f",
    };

    public static TheoryData<GlossaryKind> Kinds => [.. Enum.GetValues<GlossaryKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_name_of_the_code_is_in_it_once(GlossaryKind kind)
    {
        var terms = CommonLanguage.Entries.Where(e => e.Kind == kind).Select(e => e.Term).ToArray();
        Assert.Equal(terms.Distinct().Count(), terms.Length);
        IEnumerable<string>? named = kind switch
        {
            GlossaryKind.Word => null,
            GlossaryKind.Code => Vocabulary.Current.Codes.Select(c => c.Code),
            GlossaryKind.Role => Enum.GetNames<Role>(),
            GlossaryKind.Class => Enum.GetNames<PrivacyClass>(),
            GlossaryKind.Facet => Enum.GetNames<Facet>().Select(Camel),
            GlossaryKind.Urgency => Enum.GetNames<Urgency>(),
            GlossaryKind.UrgencyReason => Enum.GetNames<UrgencyReason>().Select(Camel),
            GlossaryKind.Withheld => Enum.GetValues<WithheldKind>().Select(k => k == WithheldKind.ConsentLacks ? "consent-lacks" : new WithheldReason(k).Code),
            GlossaryKind.Coverage => Enum.GetNames<NoticeState>(),
            GlossaryKind.Answer => Enum.GetNames<NoticeAnswer>().Select(Camel),
            GlossaryKind.Notice => Enum.GetNames<NoticeKind>().Select(Camel),
            GlossaryKind.Channel => Enum.GetNames<Channel>().Select(Camel),
            GlossaryKind.ConsentMethod => Enum.GetNames<ConsentMethod>().Select(Camel),
            GlossaryKind.Recruitment => RecruitmentStates.All.Select(s => s.Word()),
            _ => throw new InvalidOperationException($"No names for {kind}: add them here."),
        };
        Assert.NotEmpty(terms);
        if (named is not null) Assert.Equal(named.Order(StringComparer.Ordinal), terms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_entry_has_a_label_and_a_sentence_in_both_languages()
    {
        foreach (var entry in CommonLanguage.Entries)
        {
            Assert.All((string[])[entry.LabelEn, entry.LabelFr], label => Assert.Matches(@"^\S.{0,90}\S$", label));
            Assert.All((string[])[entry.DefinitionEn, entry.DefinitionFr], text => Assert.Matches(@"^[A-ZÀÉÊL].{10,250}\.$", text));
            Assert.NotEqual(entry.DefinitionEn, entry.DefinitionFr);
            Assert.DoesNotContain("\"", entry.DefinitionEn + entry.DefinitionFr, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void French_is_set_as_in_Canada()
    {
        foreach (var text in CommonLanguage.Entries.Where(e => e.Kind != GlossaryKind.Code).SelectMany(e => (string[])[e.LabelFr, e.DefinitionFr])
            .Concat(CommonLanguage.Entries.Select(e => e.DefinitionFr)))
        {
            Assert.DoesNotContain('\'', text);
            Assert.DoesNotMatch("[^\u00A0][:;]", text);
            Assert.DoesNotMatch("(?i)\\b(the|client's|hub)\\b", text);
        }
    }

    [Fact]
    public void No_state_of_recruitment_says_that_anybody_is_unsuitable()
    {
        var said = CommonLanguage.Entries.Where(e => e.Kind == GlossaryKind.Recruitment)
            .SelectMany(e => (string[])[e.Term, e.LabelEn, e.LabelFr, e.DefinitionEn, e.DefinitionFr]);
        Assert.All(said, text => Assert.DoesNotMatch("(?i)suitab|reject|refus|declin|inappropri|qualif|eligib|admissib|inapte|inadéquat", text));
    }

    [Fact]
    public void Every_entry_is_found_by_its_term_and_by_its_labels_in_any_case_and_accents()
    {
        foreach (var entry in CommonLanguage.Entries)
        {
            foreach (var word in (string[])[entry.Term, entry.LabelEn.ToUpperInvariant(), entry.LabelFr.ToLowerInvariant(), Folding.Of(entry.LabelFr)])
                Assert.Contains(entry, CommonLanguage.Find(word));
        }

        Assert.Equal(["away.hospital.out"], CommonLanguage.Find("discharged from hospital").Select(e => e.Term));
        Assert.Equal(8, CommonLanguage.Find("role").Length);
        Assert.Empty(CommonLanguage.Find("unsuitable"));
        Assert.Equal("housing.moveIn", CommonLanguage.Nearest("housing.movein"));
    }

    [Fact]
    public void A_changed_text_is_a_new_edition()
    {
        var all = string.Join('\n', CommonLanguage.Entries.Select(e => string.Join('\t', e.Kind, e.Term, e.LabelEn, e.LabelFr, e.DefinitionEn, e.DefinitionFr)));
        Assert.Equal(Editions[CommonLanguage.Version], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16]);
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
