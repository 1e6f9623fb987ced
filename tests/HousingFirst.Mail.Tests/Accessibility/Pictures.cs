using Microsoft.Playwright;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>Pictures of what was checked, into the folder that HF_PICTURES names: to look at, and for docs/images.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("HF_PICTURES");

    public static async Task TakeAsync(IPage page, IReadOnlyList<(string Name, string Html)> documents)
    {
        if (Folder is null) return;
        foreach (var (name, html) in documents)
        {
            await page.SetContentAsync(html);
            foreach (var width in (int[])[375, 1280])
            {
                await page.SetViewportSizeAsync(width, 800);
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                    var file = Path.Combine(Folder, $"{name}.{width}.{scheme}.png".ToLowerInvariant());
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
                }
            }
        }
    }
}
