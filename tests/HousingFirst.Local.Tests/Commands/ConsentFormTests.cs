using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Board.Forms;
using HousingFirst.Core.Glossary;
using HousingFirst.Local.Tests.Docs;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class ConsentFormTests
{
    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [Fact]
    public async Task Every_partner_has_its_row_but_police_and_the_program_itself_and_no_client_is_in_it()
    {
        await using var world = await CommandWorld.StoppedAsync();
        foreach (var (language, hospital, police) in new[] { ("en", "Prairie Hospital Social Work", "Downtown Police Unit"), ("fr", "Service social de l’Hôpital des Prairies", "Unité policière") })
        {
            var form = WebUtility.HtmlDecode(await world.DoAsync("consent", "form", "--client-language", language, "--program", "river-icm"));
            Assert.Matches($"<th scope=\"row\"[^>]*>{hospital}</th>", form);
            Assert.Equal(8, Regex.Count(form, "<th scope=\"row\"[^>]*>[^<]"));
            Assert.DoesNotContain(police, form, StringComparison.Ordinal);
            Assert.DoesNotContain("HF-", form, StringComparison.Ordinal);
            Assert.DoesNotMatch("<th scope=\"row\"[^>]*>(River ICM|Équipe GIC)", form);
            Assert.Contains("+1 403 555 0150", form, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Partners_stand_as_a_reader_looks_for_them_accents_or_not()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var form = WebUtility.HtmlDecode(await world.DoAsync("consent", "form", "--client-language", "fr", "--program", "river-icm"));
        Assert.Equal("BCÉÉGLSS", string.Concat(Regex.Matches(form, "<th scope=\"row\"[^>]*>([^<])").Select(m => m.Groups[1].Value)));
    }

    [Fact]
    public async Task It_can_be_text_go_to_a_file_and_name_only_some_partners()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = Path.Combine(world.Files, "form.html");
        Assert.Contains("2026-1", await world.DoAsync("consent", "form", "--out", file, "--partners", "legal-aid", "income-support"), StringComparison.Ordinal);
        var form = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(2, Regex.Count(form, "<th scope=\"row\"[^>]*>[^<]"));
        Assert.StartsWith("Qui peut savoir quoi?", await world.DoAsync("consent", "form", "--text", "--client-language", "fr"), StringComparison.Ordinal);
        Assert.Contains("never told anything", await world.RefusedAsync("consent", "form", "--partners", "downtown-police"), StringComparison.Ordinal);
        Assert.Contains("did you mean legal-aid?", await world.RefusedAsync("consent", "form", "--partners", "legal-ad"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.French)]
    public async Task It_prints_on_one_page_of_A4_and_of_Letter_with_as_many_partners_as_it_takes(Language language)
    {
        Guide.Needs(Chromium is not null, "Chromium");
        Guide.Needs(HasArial, "A font as wide as Arial (fonts-liberation)");
        var partners = Enumerable.Range(1, ConsentFormContent.MostPartners).Select(n => $"Association communautaire de logement et de santé du Nord {n}").ToArray();
        var html = await ConsentFormPrinter.HtmlAsync(new ConsentFormContent(language, "Équipe de gestion intensive des cas de la Rivière", "+1 403 555 0150", partners));
        // As narrow as A4 and as short as Letter: what fits here fits both.
        Assert.Equal(1, await PagesAsync(html.Replace("</style>", "@page{size:210mm 279mm}</style>", StringComparison.Ordinal)));
        var twice = html.Replace("</main>", string.Concat(Enumerable.Repeat("<p>x</p>", 25)) + "</main>", StringComparison.Ordinal);
        Assert.Equal(2, await PagesAsync(twice)); // The counting counts.
    }

    /// <summary>Arial or Liberation Sans, which is as wide: what the form is set in. In a wider font a page holds less.</summary>
    private static bool HasArial => Directory.Exists("/usr/share/fonts")
        && Directory.EnumerateFiles("/usr/share/fonts", "*.ttf", SearchOption.AllDirectories)
            .Any(f => Path.GetFileName(f) is var name && (name.StartsWith("LiberationSans-Regular", StringComparison.Ordinal) || name.Equals("arial.ttf", StringComparison.OrdinalIgnoreCase)));

    private static async Task<int> PagesAsync(string html)
    {
        var folder = Directory.CreateTempSubdirectory("hf-print-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "form.html"), html, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(Chromium!) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in (string[])
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", $"--user-data-dir={folder}/profile", "--no-pdf-header-footer", $"--print-to-pdf={folder}/form.pdf", $"file://{folder}/form.html",
            ])
                start.ArgumentList.Add(argument);
            using var chromium = Process.Start(start)!;
            try
            {
                var said = await chromium.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
                await chromium.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.True(File.Exists(Path.Combine(folder, "form.pdf")), said);
            }
            finally
            {
                if (!chromium.HasExited) chromium.Kill(entireProcessTree: true);
            }

            return Regex.Count(await File.ReadAllTextAsync(Path.Combine(folder, "form.pdf"), System.Text.Encoding.Latin1, TestContext.Current.CancellationToken), @"/Type /Page\b(?!s)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
