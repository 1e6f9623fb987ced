using System.Text.Encodings.Web;
using System.Text.Unicode;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>
/// The baseline of rendering: the same bytes, by joining the constant parts of one rendered mail around the four values that differ between two
/// mails of a sort: name, organisation, number, link. No components, no words looked up, no rules.
/// </summary>
internal sealed class BareMail
{
    private const string Name = "NAME-OF-SOMEBODY";
    private const string Organisation = "NAME-OF-THEIRS";
    private const string Phone = "+1 999 999 9999";
    private const string Dial = "+19999999999";
    private const string Link = "https://hub.example/link-of-somebody";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string[] Markers = [Name, Organisation, Encoder.Encode(Phone), Encoder.Encode(Dial), Phone, Link];

    private readonly (string Constant, int Marker)[] html;
    private readonly (string Constant, int Marker)[] text;

    private BareMail(RenderedMail mail) => (html, text) = (Parts(mail.Html), Parts(mail.Text));

    /// <summary>Takes the constant parts from a mail of this sort, once.</summary>
    public static async Task<BareMail> LearnAsync(MailContent.Notice notice) => new(
        await MailRenderer.RenderAsync(notice with { Call = new Caller(Organisation, Name, Phone), Link = new Uri(Link) }));

    /// <summary>Both bodies.</summary>
    public (string Html, string Text) Render(Caller call, Uri link)
    {
        string[] encoded = [Encoder.Encode(call.Worker!), Encoder.Encode(call.Organisation!), Encoder.Encode(call.Phone), Encoder.Encode(call.Phone.Replace(" ", "", StringComparison.Ordinal)), call.Phone, link.AbsoluteUri];
        string[] plain = [call.Worker!, call.Organisation!, encoded[2], encoded[3], call.Phone, link.AbsoluteUri];
        return (Join(html, encoded), Join(text, plain));
    }

    private static string Join((string Constant, int Marker)[] parts, string[] values)
    {
        var pieces = new string[parts.Length * 2];
        for (var i = 0; i < parts.Length; i++) (pieces[2 * i], pieces[(2 * i) + 1]) = (parts[i].Constant, parts[i].Marker < 0 ? string.Empty : values[parts[i].Marker]);
        return string.Concat(pieces);
    }

    private static (string, int)[] Parts(string whole)
    {
        var parts = new List<(string, int)>();
        while (true)
        {
            var next = Markers.Select((m, i) => (At: whole.IndexOf(m, StringComparison.Ordinal), Marker: i)).Where(m => m.At >= 0).OrderBy(m => m.At).ThenByDescending(m => Markers[m.Marker].Length).ToArray();
            if (next.Length == 0) return [.. parts, (whole, -1)];
            parts.Add((whole[..next[0].At], next[0].Marker));
            whole = whole[(next[0].At + Markers[next[0].Marker].Length)..];
        }
    }
}
