using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>
/// What every mail and page must be in a browser: without a finding of axe by WCAG 2.2 A and AA, text 7:1, nothing to scroll sideways for, and
/// what is tapped 44 px wide and high; on a phone and on a desk, in light and dark, and zoomed to twice the size. All of them are written one
/// after the other into one window, in which axe is loaded once: a window a page would take minutes.
/// </summary>
internal static class PageCheck
{
    /// <summary>A browser zoomed to 200 % lays a window out at half its width: what is tapped may then be half as high in these pixels.</summary>
    private static readonly (int Width, int Smallest, ColorScheme[] Schemes)[] Windows =
    [
        (375, 44, [ColorScheme.Light, ColorScheme.Dark]),
        (1280, 44, [ColorScheme.Light, ColorScheme.Dark]),
        (188, 22, []),
        (640, 22, []),
    ];

    /// <summary>Checks whole documents.</summary>
    /// <param name="page">A window of its own.</param>
    /// <param name="documents">Each a name and its HTML.</param>
    /// <param name="isPaper">For a form that is printed: axe alone, and no finger has to meet its boxes.</param>
    /// <returns>What was found, each with its document's name and the window.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, IReadOnlyList<(string Name, string Html)> documents, bool isPaper = false)
    {
        var found = new List<string>();
        await page.RunAxe();
        foreach (var (width, smallest, schemes) in isPaper ? Windows[1..2] : Windows)
        {
            await page.SetViewportSizeAsync(width, 800);
            foreach (var scheme in schemes.Length == 0 ? [ColorScheme.Light] : schemes)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                var arguments = new
                {
                    documents = documents.Select(d => new { name = $"{d.Name} at {width} px, {scheme}", html = d.Html }),
                    smallest = isPaper ? 0 : smallest,
                    withAxe = schemes.Length > 0,
                    isPaper,
                };
                found.AddRange(await page.EvaluateAsync<string[]>(Script, JsonSerializer.Serialize(arguments)));
            }
        }

        return found;
    }

    private const string Script =
        """
        async json => {
          const { documents, smallest, withAxe, isPaper } = JSON.parse(json);
          const rules = { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: !isPaper } };
          const options = {
            runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, rules, resultTypes: ['violations'],
          };
          const found = [];
          for (const { name, html } of documents) {
            document.open();
            document.write(html);
            document.close();
            const say = what => found.push(`${name}: ${what}`);
            if (withAxe) {
              for (const v of (await axe.run(document, options)).violations) say(`${v.id} (${v.help}): ${v.nodes.map(n => n.html).join(' ')}`);
            }
            if (smallest === 0) continue;
            const root = document.documentElement;
            if (root.scrollWidth > root.clientWidth) say(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
            for (const e of document.body.querySelectorAll('*')) {
              const [box, style] = [e.getBoundingClientRect(), getComputedStyle(e)];
              if (box.width > 0 && (box.right > root.clientWidth + 0.5 || box.left < -0.5)) say(`out of the window: ${e.outerHTML}`);
              if (['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1) say(`text is cut off: ${e.outerHTML}`);
            }
            for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
              const box = (e.closest('label') ?? e).getBoundingClientRect();
              if (box.width === 0 && box.height === 0) continue;
              if (box.width < smallest || box.height < smallest) say(`${box.width} x ${box.height} px is small to tap: ${e.outerHTML}`);
            }
          }
          return found;
        }
        """;
}
