using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Specialists;

/// <summary>Asks the specialist by the link at the foot of a mail. Opening it changes nothing; the same asked twice on a day is asked once.</summary>
public sealed class AskByLink(AskSpecialist ask)
{
    /// <summary>What the page shows: the same after the link has expired (promise 9).</summary>
    public static AskPage Page(HeldLink link)
    {
        var language = link.Contact.Language;
        var own = ReaderOf(link.Token, link.At).Id;
        var others = link.At.Directory.Organisations
            .Where(o => o.Standing.IsActive && o.Id != own && o.Id != link.At.Community.LeadOrganisation)
            .Select(o => (o.Id, Name: o.Name(language))).OrderBy(o => Folding.Of(o.Name), StringComparer.Ordinal);
        return new AskPage(language, [.. others], Callers.OfLead(language, link.At));
    }

    /// <summary>Asks, by a link that has not expired.</summary>
    /// <param name="link">The link.</param>
    /// <param name="about">What for.</param>
    /// <param name="with">With whom, an agency id; no such agency counts as none.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(HeldLink link, HelpAbout about, string? with, CancellationToken cancellation)
    {
        var at = link.At;
        var agency = ReaderOf(link.Token, at);
        var other = with is not null && about == HelpAbout.Mediation && at.Directory.Find(with) is { } known ? known.Id : null;
        var cause = $"link.{agency.Id}.{link.Contact.Id}.{about}.{other ?? "-"}.{IsoText.Of(at.Today)}";
        await ask.RunAsync(cause, agency.Id, link.Contact.Id, new RequestedHelp(about, other, null, null), at, cancellation);
    }

    /// <summary>Of a person in two organisations the first: the specialist calls the person.</summary>
    private static Organisation ReaderOf(LinkToken token, Surroundings at) =>
        at.Directory.Organisations.OrderBy(o => o.Id, StringComparer.Ordinal).First(o => o.Contact(token.Contact) is not null);
}

/// <summary>What the page behind "ask the specialist" shows.</summary>
/// <param name="Language">The reader's language.</param>
/// <param name="Organisations">With whom a mediation may be: agency id and public name, in alphabetical order.</param>
/// <param name="Lead">Whom to call instead.</param>
public sealed record AskPage(Language Language, IReadOnlyList<(string Id, string Name)> Organisations, Caller Lead);
