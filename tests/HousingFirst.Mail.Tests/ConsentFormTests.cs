using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HousingFirst.Board.Forms;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>The consent form: plain, whole in both languages, readable by a machine, and with nothing about anyone in it.</summary>
public sealed partial class ConsentFormTests
{
    /// <summary>What each version says, as a hash of its words in both languages: another word is another version.</summary>
    private static readonly Dictionary<string, string> Versions = new() { ["2026-1"] = "acacd7d76f33531d" };

    public static readonly TheoryData<Language> Languages = [Language.English, Language.French];

    [Theory, MemberData(nameof(Languages))]
    public async Task Every_partner_has_a_row_and_every_box_says_what_it_is_for(Language language)
    {
        var form = await ReadAsync(language);
        var rows = form.QuerySelectorAll("tbody tr");
        Assert.Equal(["Prairie Hospital", "Southside Housing"], rows.Take(2).Select(r => r.QuerySelector("th[scope=row]")!.TextContent));
        foreach (var row in rows)
        {
            Assert.Equal(["B", "housing", "health", "justice", "money", "safety", "family"], row.QuerySelectorAll("input[type=checkbox]").Select(b => b.GetAttribute("value")));
        }

        Assert.All(rows.Take(2), row => Assert.All(row.QuerySelectorAll("td input"), box =>
            Assert.StartsWith(row.QuerySelector("th")!.TextContent, box.GetAttribute("aria-label"), StringComparison.Ordinal)));
        Assert.All(form.QuerySelectorAll("input"), input => Assert.True(
            input.GetAttribute("aria-label") is { Length: > 0 } || input.Closest("label")?.TextContent.Trim().Length > 0, input.OuterHtml));
        var labels = form.QuerySelectorAll("input").Select(i => i.GetAttribute("aria-label")).Where(l => l is not null).ToArray();
        Assert.Equal(labels.Length, labels.Distinct().Count());
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task It_is_a_document_in_its_language_that_loads_runs_and_sends_nothing(Language language)
    {
        var form = await ReadAsync(language);
        Assert.Equal(language == Language.French ? "fr-CA" : "en-CA", form.DocumentElement.GetAttribute("lang"));
        Assert.Single(form.QuerySelectorAll("h1"));
        Assert.Single(form.QuerySelectorAll("table caption"));
        Assert.Empty(form.QuerySelectorAll("script, link, img, form, a, iframe, object"));
        Assert.DoesNotContain("url(", form.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", form.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Page_and_text_say_the_same(Language language)
    {
        var page = Flat((await ReadAsync(language)).Body!.TextContent);
        var text = Flat(ConsentFormPrinter.Text(Content(language)));
        foreach (var phrase in WordsTests.Read("consent", language).Where(p => p.Key is not ("Colon" or "Other" or "Call.Program" or "Call.Phone" or "Partner")))
        {
            var said = Flat(phrase.Value.Replace("{0}", PrintedForm.Version, StringComparison.Ordinal));
            Assert.Contains(said, page, StringComparison.Ordinal);
            Assert.Contains(said, text, StringComparison.Ordinal);
        }

        Assert.All(new[] { "River ICM Team", "+1 403 555 0150", "Prairie Hospital", PrintedForm.Version }, word =>
        {
            Assert.Contains(word, page, StringComparison.Ordinal);
            Assert.Contains(word, text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void There_is_no_place_in_it_for_a_client()
    {
        Assert.Equal(["Language", "Program", "Phone", "Partners"], typeof(ConsentFormContent).GetConstructors()[0].GetParameters().Select(p => p.Name));
        Assert.DoesNotContain(Enum.GetNames<OrganisationKind>(), kind => typeof(ConsentFormContent).GetProperty(kind) is not null);
    }

    [Fact]
    public void Its_English_is_read_at_grade_6()
    {
        var sentences = Sentences(Language.English);
        var words = sentences.SelectMany(s => s).ToArray();
        var grade = (0.39 * words.Length / sentences.Count) + (11.8 * words.Sum(Syllables) / words.Length) - 15.59;
        Assert.True(grade <= 6, $"Flesch-Kincaid grade {grade:0.0}");
        Assert.All(sentences, s => Assert.InRange(s.Length, 1, 20));
    }

    [Fact]
    public void Its_French_has_short_sentences_of_short_words()
    {
        var sentences = Sentences(Language.French);
        Assert.All(sentences, s => Assert.InRange(s.Length, 1, 22));
        Assert.InRange(sentences.Average(s => s.Length), 1, 12);
        Assert.InRange(sentences.SelectMany(s => s).Average(w => w.Length), 1, 5.5);
    }

    [Fact]
    public void Another_word_is_another_version()
    {
        var words = string.Join('\n', new[] { Language.English, Language.French }.SelectMany(l => WordsTests.Read("consent", l)).Select(p => $"{p.Key}={p.Value}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..16];
        Assert.True(
            Versions.GetValueOrDefault(PrintedForm.Version) == hash,
            $"The words have changed: give the form a new version, and write it here with {hash}. What was signed under the old one stays what it was.");
    }

    private static List<string[]> Sentences(Language language) =>
    [
        .. WordsTests.Read("consent", language)
            .Where(p => p.Value.EndsWith('.') && p.Key != "Worker")
            .SelectMany(p => SentenceEnd().Split(p.Value))
            .Select(s => Word().Matches(s).Select(m => m.Value).ToArray())
            .Where(s => s.Length > 0),
    ];

    /// <summary>Groups of vowels; a final e is silent.</summary>
    private static int Syllables(string word) =>
        Math.Max(1, Vowels().Count(word.ToLowerInvariant()) - (SilentEnd().IsMatch(word.ToLowerInvariant()) ? 1 : 0));

    private static ConsentFormContent Content(Language language) => new(language, "River ICM Team", "+1 403 555 0150", ["Prairie Hospital", "Southside Housing"]);

    private static async Task<IDocument> ReadAsync(Language language) =>
        await new HtmlParser().ParseDocumentAsync(await ConsentFormPrinter.HtmlAsync(Content(language)), TestContext.Current.CancellationToken);

    private static string Flat(string text) => Spaces().Replace(text.Replace("[ ]", " ", StringComparison.Ordinal), " ");

    [GeneratedRegex(@"[.!?](?:\s+|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}’]+")]
    private static partial Regex Word();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("[^aeiouyl]e$|[^aeiouytd]ed$")]
    private static partial Regex SilentEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
