using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Wording;
using Xunit;

namespace HousingFirst.Mail.Tests;

public sealed class WordsTests
{
    /// <summary>Every resource file of the product, by what its words are for: <c>MailWords</c> is "mail". A new one is looked at without being named here.</summary>
    private static readonly Dictionary<string, ResourceManager> Files = new[] { typeof(MailRenderer), typeof(BoardPages), typeof(Phrases) }
        .Select(type => type.Assembly)
        .SelectMany(assembly => assembly.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal))
            .Select(n => n[..^".resources".Length]).Select(name => (Surface: SurfaceOf(name), new ResourceManager(name, assembly))))
        .ToDictionary(f => f.Surface, f => f.Item2, StringComparer.Ordinal);

    public static readonly TheoryData<string> Surfaces = [.. Files.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_files_are_found() => Assert.True(new[] { "mail", "board", "consent" }.All(Files.ContainsKey), string.Join(' ', Files.Keys));

    /// <summary>What no mail says is found by <see cref="MailRendererTests"/>, what no consent form says by its own test.</summary>
    [Theory, MemberData(nameof(Surfaces))]
    public void Every_phrase_is_used_somewhere(string surface)
    {
        var folders = new[] { "Mail", "Board", "Hub" }.Select(p => Path.Combine(Repository.Root, "functions", "HousingFirst." + p));
        var source = string.Concat(folders.SelectMany(f => Directory.EnumerateFiles(f, "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.All(Read(surface, Language.English).Keys, key => Assert.True(IsUsed(key, source), $"Nothing says {key}: take it out of both files, or say it."));
        Assert.False(IsUsed("Nobody.Says.This", source));
    }

    /// <summary>Whole as "A.B", put together as "A" + ".B" or "A." + "B", or as $"A.{...}" and $"A{...}".</summary>
    private static bool IsUsed(string key, string source)
    {
        if (source.Contains($"\"{key}\"", StringComparison.Ordinal)) return true;
        return Enumerable.Range(0, key.Length).Where(i => key[i] == '.').Any(dot =>
            source.Contains($"\"{key[..dot]}.{{", StringComparison.Ordinal)
            || source.Contains($"\"{key[..dot]}.\" +", StringComparison.Ordinal)
            || (source.Contains($"\"{key[..dot]}\"", StringComparison.Ordinal) && source.Contains($"\"{key[dot..]}\"", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Surfaces))]
    public void Every_phrase_is_there_in_both_languages(string surface)
    {
        var (english, french) = (Read(surface, Language.English), Read(surface, Language.French));
        Assert.NotEmpty(english);
        Assert.Equal(english.Keys, french.Keys);
        Assert.All(english.Keys, key =>
        {
            Assert.NotEqual(english[key], french[key]);
            Assert.Equal(Places(english[key]), Places(french[key]));
            Assert.Equal(english[key], new Phrases(Resources(surface), Language.English)[key]);
            Assert.Equal(french[key], new Phrases(Resources(surface), Language.French)[key]);
        });
    }

    [Theory, MemberData(nameof(Surfaces))]
    public void Every_phrase_keeps_its_typography(string surface)
    {
        Assert.All(Read(surface, Language.French).Where(p => p.Key is not ("Toggle" or "Toggle.Lang")), phrase => Typography.AssertFrench(phrase.Key, phrase.Value));
        Assert.All(Read(surface, Language.English).Values, phrase => Assert.DoesNotContain('\'', phrase));
    }

    [Fact]
    public void A_phrase_that_is_missing_is_an_error_and_never_its_key() =>
        Assert.Contains("Nobody.Wrote.This", Assert.Throws<InvalidOperationException>(() => new Phrases(Resources("mail"), Language.French)["Nobody.Wrote.This"]).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("+1 403 555 0101", "tel:+14035550101")]
    [InlineData("403-555-0101", "tel:4035550101")]
    [InlineData("(403) 555.0101 ext. 12", "tel:4035550101;ext=12")]
    [InlineData("+1 403 555 0101, poste 7", "tel:+14035550101;ext=7")]
    [InlineData("211", "tel:211")]
    [InlineData("", null)]
    [InlineData("ask Dana", null)]
    public void A_number_as_people_write_it_can_be_dialled(string phone, string? link) => Assert.Equal(link, PhoneLink.Of(phone));

    private static ResourceManager Resources(string surface) => Files[surface];

    private static string SurfaceOf(string name)
    {
        var last = name.Split('.')[^1];
        return (last.EndsWith("Words", StringComparison.Ordinal) ? last[..^"Words".Length] : last).ToLowerInvariant();
    }

    internal static SortedDictionary<string, string> Read(string surface, Language language)
    {
        var culture = language == Language.French ? CultureInfo.GetCultureInfo("fr") : CultureInfo.InvariantCulture;
        var set = Resources(surface).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        Assert.NotNull(set);
        return new(set.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Places(string phrase) => Regex.Matches(phrase, "\\{\\d\\}").Select(m => m.Value).Order(StringComparer.Ordinal);
}
