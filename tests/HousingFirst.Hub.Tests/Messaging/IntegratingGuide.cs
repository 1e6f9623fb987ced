using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Messaging;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>
/// docs/integrating.md against the code. Its generated tables are written anew by running these tests with HF_GOLDEN=write.
/// </summary>
public partial class IntegratingGuide
{
    private static readonly string File = Path.Combine(Repository.Root, "docs", "integrating.md");

    [Fact]
    public void Every_table_is_the_codes_own()
    {
        var guide = System.IO.File.ReadAllText(File);
        Assert.Equal(Tables.Keys.Order(StringComparer.Ordinal), TableMark().Matches(guide).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
        var anew = TableMark().Replace(guide, m => $"<!-- table: {m.Groups["name"].Value} -->\n{Tables[m.Groups["name"].Value]()}<!-- end -->");
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write") System.IO.File.WriteAllText(File, anew);
        else Assert.Equal(anew, guide);
    }

    [Fact]
    public void Every_reason_a_message_is_refused_for_is_explained_once()
    {
        var reasons = typeof(RefusalReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        var section = System.IO.File.ReadAllText(File).Split("## 9.")[1];
        Assert.Equal(reasons, Reason().Matches(section).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Every_message_shown_is_taken()
    {
        var shown = Fence("json").ToList();
        Assert.Equal(7, shown.Count);
        Assert.All(shown, text => Assert.IsNotType<ParsedMessage.Invalid>(Samples.Parse(JsonNode.Parse(text)!)));
    }

    [Fact]
    public void The_script_is_20_lines_of_the_standard_library()
    {
        var script = Fence("python").First();
        Assert.InRange(script.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 10, 20);
        Assert.DoesNotContain("pip", script, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Fence(string language) =>
        Regex.Matches(System.IO.File.ReadAllText(File), $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value);

    private static Dictionary<string, Func<string>> Tables { get; } = new(StringComparer.Ordinal)
    {
        ["types"] = Types,
        ["envelope"] = () => Fields(EnvelopeFields.Of(null)),
        ["change"] = ChangeTable,
        ["consent"] = () => Fields(ConsentFields.Whole),
        ["member"] = () => Fields(MemberFields.Joined),
        ["acknowledgement"] = () => Fields(AcknowledgementContract.Uses),
        ["suggestion"] = () => Fields(SuggestionContract.Uses),
        ["suggestioncontact"] = () => Fields(SuggestionContract.ContactUses),
        ["request"] = () => Fields(RequestContract.Uses),
        ["surprise"] = () => Fields(SurpriseContract.Uses),
        ["contact"] = () => Fields(ContactContract.Uses),
        ["item"] = () => Fields(ItemContract.Uses),
        ["notice"] = () => Fields(OutgoingFields.Notice),
        ["rejection"] = () => Fields(OutgoingFields.Rejection),
        ["codes"] = Codes,
    };

    private static string Types() => Rows(
        ["Type", "Way", "Queue"],
        MessageTypes.All.Select(type => (string[])
        [
            $"`{type}`",
            MessageTypes.QueueOf(type) is null ? "you receive" : "you send",
            MessageTypes.QueueOf(type) is { } queue ? $"`{queue}`" : "`agency-{your agency id}`",
        ]));

    private static string Fields(IEnumerable<FieldUse> uses) => Rows(
        ["Field", "", "Value", "Meaning"],
        uses.Select(use => (string[])
            [$"`{use.Field.Name}`", use.Required ? "required" : "optional", use.Field.Shape.Words, use.Field.Means]));

    /// <summary>Each field once for each shape it has, with the codes that have that shape where they are few.</summary>
    private static string ChangeTable()
    {
        var uses = Vocabulary.Current.Codes.SelectMany(code => ChangeFields.Of(code).Select(use => (use.Field, code.Code))).ToList();
        return Rows(
            ["Field", "With", "Value", "Meaning"],
            uses.Select(use => use.Field).Distinct().OrderBy(field => ChangeFields.Names.ToList().IndexOf(field.Name)).Select(field =>
            {
                var with = uses.Where(use => use.Field == field).Select(use => $"`{use.Code}`").ToList();
                return (string[])
                [
                    $"`{field.Name}`",
                    with.Count == Vocabulary.Current.Codes.Length ? "every code" : with.Count > 12 ? "most codes (section 8)" : string.Join(", ", with),
                    field.Shape.Words,
                    field.Means,
                ];
            }));
    }

    private static string Codes() => Rows(
        ["Code", "English", "Français", "Must also have", "May also have"],
        Vocabulary.Current.Codes.Select(code => (string[])
            [$"`{code.Code}`", code.LabelEn, code.LabelFr, Names(code, required: true), Names(code, required: false)]));

    private static string Names(ChangeCode code, bool required) => string.Join(", ", ChangeFields.Of(code)
        .Where(use => use.Required == required && use.Field.Name is not ("change" or "occurredOn" or "urgency" or "urgencyReason"))
        .Select(use => $"`{use.Field.Name}`"));

    private static string Rows(string[] head, IEnumerable<string[]> rows) =>
        string.Concat(((string[][])[head, [.. head.Select(_ => "---")], .. rows]).Select(cells => $"| {string.Join(" | ", cells)} |\n"));

    [GeneratedRegex("<!-- table: (?<name>[a-z]+) -->\n(.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex TableMark();

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Reason();
}
