using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HousingFirst.Contracts;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Teams;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Docs;

/// <summary>The tables of docs/operating.md, docs/privacy.md and docs/glossary.md against the code. HF_GOLDEN=write writes them anew.</summary>
public sealed partial class GuidesTests
{
    private static readonly Dictionary<string, Func<string>> Tables = new(StringComparer.Ordinal)
    {
        ["organisation"] = () => Fields(OrganisationFields.All),
        ["contact"] = () => Fields(ContactFields.All),
        ["due"] = () => Rows(["Kind", "What is done"], Enum.GetValues<DueKind>().Select(k => new[] { $"`{k}`", Says(typeof(DueKind), k.ToString()) })),
        ["states"] = () => Rows(["State", "It means"], Enum.GetValues<NoticeState>().Select(s => new[] { $"`{s}`", Says(typeof(NoticeState), s.ToString()) })),
        ["retention"] = () => Rows(["What", "How long"],
        [
            ["a change's body and note, and its line in the program's list of recent changes", Days(Purge.Bodies)],
            ["that a message came (a repeat is recognised)", Days(Purge.InboxKeys)],
            ["who was told what, when, under which consent", Days(Purge.DisclosureLines)],
            ["the contacts of a month, and that their messages came: nothing of a client is in them", "for good"],
            ["a mail's text", "only as its file in the mail folder, until you delete it"],
        ]),
        ["recruitment"] = () => Rows(
            ["State", "It means"], RecruitmentStates.All.Select(s => new[] { $"`{s.Word()}`", Says(typeof(RecruitmentState), s.ToString()) })),
        ["causes"] = () => Rows(["Cause", "It means"], SurpriseCauses.All.Select(c => new[] { $"`{c.Word()}`", Says(typeof(SurpriseCause), c.ToString()) })),
        ["glossary"] = () => Rows(
            ["Kind", "Term", "English", "Français", "It means", "Sens"],
            CommonLanguage.Entries.Select(e => new[] { e.Kind.ToString(), $"`{e.Term}`", e.LabelEn, e.LabelFr, e.DefinitionEn, e.DefinitionFr })),
        ["columns"] = () => Rows(["Column", "En français", "What goes in"], TeamsColumns.All.Select(c => new[]
        {
            $"`{TeamsColumns.HeadsOf(c).English}`", $"`{TeamsColumns.HeadsOf(c).French}`", Says(typeof(TeamsColumn), c.ToString()),
        })),
        ["reasons"] = () => Rows(["Reason", "It means"], Enum.GetValues<WithheldKind>().Select(k => new[]
        {
            k == WithheldKind.ConsentLacks ? "`consent-lacks-B`, `consent-lacks-health`, ..." : $"`{new WithheldReason(k).Code}`",
            Says(typeof(WithheldKind), k.ToString()),
        })),
        ["ceilings"] = () => Rows(["Role", "May be told about"], Enum.GetValues<Role>().Select(r => new[] { $"`{r}` {Says(typeof(Role), r.ToString())}", Facets(r) })),
    };

    [Theory]
    [InlineData("operating.md", "causes organisation contact due states recruitment retention")]
    [InlineData("glossary.md", "glossary")]
    [InlineData("privacy.md", "reasons ceilings")]
    [InlineData("teams.md", "columns")]
    public void Every_table_is_the_codes_own(string name, string tables)
    {
        var file = Path.Combine(Repository.Root, "docs", name);
        var guide = File.ReadAllText(file);
        Assert.Equal(tables, string.Join(' ', TableMark().Matches(guide).Select(m => m.Groups["name"].Value)));
        var anew = TableMark().Replace(guide, m => $"<!-- table: {m.Groups["name"].Value} -->\n{Tables[m.Groups["name"].Value]()}<!-- end -->");
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write") File.WriteAllText(file, anew);
        else Assert.Equal(anew, guide);
    }

    private static string Fields<T>(IEnumerable<Field<T>> fields)
        where T : class => Rows(["Field", "Value"], fields.Where(f => f.IsWritten).Select(f => new[] { $"`{f.Name}`", f.Words }));

    private static string Facets(Role role)
    {
        var facets = Enum.GetValues<Facet>().Where(f => f != Facet.None && Ceilings.Allow(role, PrivacyClass.B, f)).Select(f => f.ToString()).ToArray();
        var text = facets.Length == Enum.GetValues<Facet>().Length - 1 ? "everything" : string.Join(", ", facets);
        return Ceilings.Allow(role, PrivacyClass.C, Facet.None) ? text : text + "; classes A and B only";
    }

    private static string Days(Duration age) => age.Days >= 730
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(age.TotalDays / 365.25)} years")
        : string.Create(CultureInfo.InvariantCulture, $"{age.Days} days");

    /// <summary>What the code's own documentation says of a member: one text, told once.</summary>
    private static string Says(Type type, string member)
    {
        var xml = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = xml.Descendants("member").Single(m => m.Attribute("name")!.Value == $"F:{type.FullName}.{member}").Element("summary")!;
        return Spaces().Replace(summary.Value, " ").Trim();
    }

    private static string Rows(string[] head, IEnumerable<string[]> rows) =>
        string.Concat(((string[][])[head, [.. head.Select(_ => "---")], .. rows]).Select(cells => $"| {string.Join(" | ", cells)} |\n"));

    [GeneratedRegex("<!-- table: (?<name>[a-z]+) -->\n(.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex TableMark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
