using Xunit;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>Every mail in a browser.</summary>
public sealed class MailAccessibilityTests(Chromium chromium)
{
    [Fact]
    public async Task Every_mail_can_be_read_and_tapped_by_everyone()
    {
        var page = await chromium.PageAsync();
        var mails = new List<(string Name, string Html)>();
        foreach (var (name, content) in Samples.All) mails.Add((name, (await MailRenderer.RenderAsync(content)).Html));
        Assert.Empty(await PageCheck.FindAsync(page, mails));
        await Pictures.TakeAsync(page, mails);
    }

    [Fact]
    public async Task What_nobody_could_read_or_tap_is_found()
    {
        (string Body, string Finding)[] planted =
        [
            ("<h1 style='color:#999'>Pale</h1>", "color-contrast"),
            ("<p style='color:#666'>A little pale</p>", "color-contrast-enhanced"),
            ("<p style='width:1300px'>Wide</p>", "scrolls sideways"),
            ("<p style='width:90px;overflow:hidden;white-space:nowrap'>Cut off where it matters</p>", "text is cut off"),
            ("<p><a href='https://x.example/' style='display:block;padding:5px;color:#000'>Low</a></p>", "small to tap"),
            ("<p><input aria-label='a'></p>", "small to tap"),
            ("<p><label><input type='checkbox'></label></p>", "label"),
            ("<p><a href='https://x.example/' style='display:block;padding:20px'></a></p>", "link-name"),
        ];
        var documents = planted.Select((p, i) => ($"planted {i}", $"<!DOCTYPE html><html lang='en'><head><title>t</title></head><body>{p.Body}</body></html>")).ToArray();
        var found = await PageCheck.FindAsync(await chromium.PageAsync(), documents);
        for (var i = 0; i < planted.Length; i++)
        {
            foreach (var width in (int[])[375, 1280])
            {
                Assert.Contains(found, f =>
                    f.StartsWith($"planted {i} at {width} px", StringComparison.Ordinal) && f.Contains(planted[i].Finding, StringComparison.Ordinal));
            }
        }
    }
}
