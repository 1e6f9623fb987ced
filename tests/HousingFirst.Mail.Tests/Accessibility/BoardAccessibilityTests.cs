using HousingFirst.Board.Forms;
using HousingFirst.Core.Glossary;
using Xunit;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>Every page in a browser.</summary>
public sealed class BoardAccessibilityTests(Chromium chromium)
{
    [Fact]
    public async Task Every_page_can_be_read_and_tapped_by_everyone()
    {
        var page = await chromium.PageAsync();
        await using var site = await BoardSite.StartAsync();
        var pages = await site.PagesAsync();
        Assert.Contains(pages, p => p.Name.StartsWith("/n/", StringComparison.Ordinal) && p.Name.Contains("answer=", StringComparison.Ordinal));
        Assert.All((string[])["/my/", "/stop/", "/ask/", "/call/", "/team/"], path => Assert.Contains(pages, p => p.Name.StartsWith(path, StringComparison.Ordinal)));
        Assert.Empty(await PageCheck.FindAsync(page, pages));
        await Pictures.TakeAsync(page, [.. pages.Select(p => ("page" + p.Name.Replace('/', '-').Replace('?', '.'), p.Html))]);
    }

    [Fact]
    public async Task The_consent_form_on_a_screen_can_be_read_by_everyone()
    {
        var forms = new List<(string Name, string Html)>();
        foreach (var language in Enum.GetValues<Language>())
        {
            forms.Add(($"the form in {language}", await ConsentFormPrinter.HtmlAsync(
                new ConsentFormContent(language, "River ICM Team", "+1 403 555 0150", ["Prairie Hospital"]))));
        }

        Assert.Empty(await PageCheck.FindAsync(await chromium.PageAsync(), forms, isPaper: true));
    }
}
