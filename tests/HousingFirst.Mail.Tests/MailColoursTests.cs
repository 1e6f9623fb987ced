using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>
/// Every piece of text against the ground it stands on, 7:1 or more, in each way a mail program has with dark mode: colours as given, the mail's own
/// dark ones, every channel turned over, and lightness turned over with the hue kept.
/// </summary>
public sealed partial class MailColoursTests
{
    public static readonly TheoryData<string> Names = [.. Samples.All.Keys];

    private static readonly Dictionary<string, Func<Colour, Colour>> Turned = new()
    {
        ["as given"] = c => c,
        ["channels turned over"] = c => new(1 - c.Red, 1 - c.Green, 1 - c.Blue),
        ["lightness turned over"] = c => c.WithLightnessTurned(),
    };

    [Theory, MemberData(nameof(Names))]
    public async Task Text_stands_out_from_its_ground_7_to_1_whatever_a_mail_program_does_to_the_colours(string name)
    {
        var page = new HtmlParser().ParseDocument((await MailRenderer.RenderAsync(Samples.All[name])).Html);
        var dark = Rules(page.QuerySelector("style")!.TextContent);
        var texts = page.Body!.QuerySelectorAll("*").Where(e => e.ChildNodes.Any(n => n.NodeType == NodeType.Text && n.TextContent.Trim().Length > 0)).ToArray();
        Assert.NotEmpty(texts);
        foreach (var element in texts)
        {
            var (text, ground) = (Find(element, "color", []), Find(element, "background-color", []));
            foreach (var (how, turn) in Turned)
                AssertContrast(turn(text), turn(ground), $"{name}, {how}: {element.OuterHtml}");
            AssertContrast(Find(element, "color", dark), Find(element, "background-color", dark), $"{name}, dark: {element.OuterHtml}");
        }

        Assert.All(page.QuerySelectorAll("[style*=background-color]"), e => Assert.DoesNotContain("background-color:#ffffff", e.GetAttribute("style")!, StringComparison.Ordinal));
    }

    [Fact]
    public void The_measure_is_the_one_of_WCAG()
    {
        Assert.Equal(21, Contrast(new(0, 0, 0), new(1, 1, 1)), 0.001);
        Assert.Equal(4.54, Contrast(Colour.Of("#767676"), new(1, 1, 1)), 0.01);
        Assert.Equal(0xb0 / 255.0, Colour.Of("#0b4f43").WithLightnessTurned().Red, 0.001);
    }

    private static void AssertContrast(Colour text, Colour ground, string what) =>
        Assert.True(Contrast(text, ground) >= 7, string.Create(CultureInfo.InvariantCulture, $"{Contrast(text, ground):0.0}:1 in {what}"));

    /// <summary>A colour that holds for an element: its own or the nearest ancestor's; the dark rule of its class before its own style.</summary>
    private static Colour Find(IElement element, string property, Dictionary<string, string> dark)
    {
        for (var e = element; e is not null; e = e.ParentElement)
        {
            foreach (var style in e.ClassList.Select(c => dark.GetValueOrDefault(c)).Append(e.GetAttribute("style")))
            {
                if (style is not null && Property(style, property) is { } value) return Colour.Of(value);
            }
        }

        throw new InvalidOperationException($"Nothing says the {property} of {element.OuterHtml}.");
    }

    private static string? Property(string style, string property) =>
        style.Split(';').Select(d => d.Split(':', 2)).FirstOrDefault(d => d[0].Trim() == property) is [_, var value]
            ? value.Replace("!important", "", StringComparison.Ordinal).Trim()
            : null;

    private static Dictionary<string, string> Rules(string sheet) =>
        DarkRule().Matches(sheet).ToDictionary(m => m.Groups["class"].Value, m => m.Groups["style"].Value, StringComparer.Ordinal);

    private static double Contrast(Colour a, Colour b)
    {
        var (light, dim) = (Math.Max(a.Luminance, b.Luminance), Math.Min(a.Luminance, b.Luminance));
        return (light + 0.05) / (dim + 0.05);
    }

    [GeneratedRegex("\\.(?<class>[a-z]+)\\{(?<style>[^}]*)\\}")]
    private static partial Regex DarkRule();

    private readonly record struct Colour(double Red, double Green, double Blue)
    {
        public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        public static Colour Of(string hex)
        {
            Assert.Matches("^#[0-9a-f]{6}$", hex);
            double At(int i) => int.Parse(hex.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return new(At(1), At(3), At(5));
        }

        /// <summary>HSL with L turned to 1 - L: each channel moves by the same step, so hue and saturation stay.</summary>
        public Colour WithLightnessTurned()
        {
            var step = 1 - Math.Max(Red, Math.Max(Green, Blue)) - Math.Min(Red, Math.Min(Green, Blue));
            return new(Math.Round(Red + step, 9), Math.Round(Green + step, 9), Math.Round(Blue + step, 9));
        }

        private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
    }
}
