using System.Text.RegularExpressions;
using System.Xml.Linq;
using HousingFirst.Contracts;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactLists;

/// <summary>A French program reads all of a month in French: its pages, its reminders, its digest, its team lead's mail, the month's end.</summary>
public sealed partial class FrenchMonthTests
{
    /// <summary>A shorter piece of an English sentence may stand in a French one too.</summary>
    private const int ShortestPiece = 12;

    private static readonly string[] English =
    [
        .. OfFile("functions/HousingFirst.Board/Pages/BoardWords.resx"),
        .. OfFile("functions/HousingFirst.Mail/Letters/MailWords.resx"),
    ];

    [Fact]
    public async Task Pages_and_mails_of_a_month_hold_no_English_sentence()
    {
        Assert.True(English.Length > 400, $"{English.Length} English pieces");
        await using var site = await ListSteps.OpenSiteAsync();
        var (world, link) = (site.World, await site.MonthLinkAsync("luc"));
        var form = $"{link}/bridge-outreach/southside-housing";
        IsFrench((await site.GetAsync(link)).Text, "Contacts du mois");
        IsFrench((await site.GetAsync(form)).Text, "Noter un contact");
        IsFrench((await site.RecordAsync(form, ("outcome", "made"), ("mode", string.Empty), ("on", "2026-12-01"), ("topics", "dossier HF-7Q2K"))).Text, "Rien n’a été noté.");

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "away.familyFriends.in"));
        for (var day = 1; day < 36; day++) await world.AdvanceToAsync(day, 17, 30);
        var mails = world.Mailer.Mails.Where(m => m.To.Contact is "luc" or "amina" or "chantal").ToArray();
        Assert.Contains(mails, m => m is MailContent.ContactList { Ask: ContactListAsk.Nudge, To.Contact: "luc" });
        Assert.Contains(mails, m => m is MailContent.ContactList { Ask: ContactListAsk.TeamLead, To.Contact: "amina" });
        Assert.Contains(mails, m => m is MailContent.MonthEnd { To.Contact: "chantal" });
        Assert.Contains(mails, m => m is MailContent.Digest { To.Contact: "luc", Contacts.Count: 1 });
        foreach (var mail in mails.Where(m => m is MailContent.ContactList or MailContent.MonthEnd or MailContent.Digest { Contacts.Count: > 0 }))
        {
            var rendered = await MailRenderer.RenderAsync(mail);
            Assert.Equal("fr-CA", rendered.LanguageTag);
            IsFrench(rendered.Text, mail is MailContent.MonthEnd ? "Fin du mois : décembre 2026" : "décembre");
            IsFrench(rendered.Subject, "Logement d’abord");
        }

        // In January, by a new link.
        link = await site.MonthLinkAsync("luc");
        await site.TapAsync(link, "bridge-outreach", "southside-housing");
        await site.RecordAsync($"{link}/bridge-outreach/prairie-hospital", ("outcome", "notMade"), ("reason", "partnerAway"), ("on", "2027-01-04"));
        IsFrench((await site.GetAsync($"{link}?recorded=bridge-outreach.southside-housing")).Text, "C’est noté : Logements Southside.");
    }

    private static void IsFrench(string text, string says)
    {
        text = text.Replace('\u00A0', ' ');
        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.DoesNotContain(English, piece => text.Contains(piece, StringComparison.Ordinal));
    }

    /// <summary>The English sentences that are said otherwise in French, in pieces between what is filled in.</summary>
    private static IEnumerable<string> OfFile(string file)
    {
        var (english, french) = (Read(file), Read(file.Replace(".resx", ".fr.resx", StringComparison.Ordinal)));
        return english
            .Where(e => french[e.Key] != e.Value)
            .SelectMany(e => Filled().Split(e.Value))
            .Select(piece => piece.Trim())
            .Where(piece => piece.Length >= ShortestPiece && piece.Contains(' ', StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Repository.Root, file)).Root!.Elements("data")
        .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value.Replace('\u00A0', ' '), StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Filled();
}
