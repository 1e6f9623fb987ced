using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Specialists;

/// <summary>Asks the specialist by the link at the foot of a mail. Opening it changes nothing; the same asked twice on a day is asked once.</summary>
public sealed class AskByLink(LinkSigner links, DirectoryCache directory, AskSpecialist ask, IClock clock)
{
    /// <summary>What the page shows: the same after the link has expired (promise 9).</summary>
    /// <returns>Null where the token is no such link of this hub.</returns>
    public async ValueTask<AskPage?> OpenAsync(string token, CancellationToken cancellation)
    {
        if (Read(token) is not { } link) return null;
        var at = await directory.NowAsync(cancellation);
        var (own, contact) = ReaderOf(link.Token, at);
        var language = contact?.Language ?? Language.English;
        var others = at.Directory.Organisations.Where(o => o.Standing.IsActive && o != own && o.Id != at.Community.LeadOrganisation)
            .Select(o => (o.Id, Name: o.Name(language))).OrderBy(o => Folding.Of(o.Name), StringComparer.Ordinal);
        return new AskPage(language, [.. others], Callers.OfLead(language, at));
    }

    /// <summary>Asks.</summary>
    /// <param name="token">The link's token.</param>
    /// <param name="about">What for.</param>
    /// <param name="with">With whom, an agency id; no such agency counts as none.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>Whether it was asked: an expired link, or one that its reader has ended, asks nothing. Null where the token is no such link.</returns>
    public async ValueTask<bool?> RunAsync(string token, HelpAbout about, string? with, CancellationToken cancellation)
    {
        if (Read(token) is not { } link) return null;
        var at = await directory.NowAsync(cancellation);
        if (link.Expired || ReaderOf(link.Token, at) is not ({ } agency, { } contact) || contact.LinkEpoch != link.Token.Epoch) return false;
        var other = with is not null && about == HelpAbout.Mediation && at.Directory.Find(with) is { } known ? known.Id : null;
        var cause = $"link.{agency.Id}.{contact.Id}.{about}.{other ?? "-"}.{IsoText.Of(at.Today)}";
        await ask.RunAsync(cause, agency.Id, contact.Id, new RequestedHelp(about, other, null, null), at, cancellation);
        return true;
    }

    private LinkReading.Valid? Read(string token) =>
        links.Read(token, clock.GetCurrentInstant()) is LinkReading.Valid { Token.Purpose: LinkPurpose.Ask } valid ? valid : null;

    private static (Organisation?, Contact?) ReaderOf(LinkToken token, Surroundings at)
    {
        var own = at.Directory.Organisations.OrderBy(o => o.Id, StringComparer.Ordinal).FirstOrDefault(o => o.Contact(token.Contact) is not null);
        return (own, own?.Contact(token.Contact));
    }
}

/// <summary>What the page behind "ask the specialist" shows.</summary>
/// <param name="Language">The reader's language.</param>
/// <param name="Organisations">With whom a mediation may be: agency id and public name, in alphabetical order.</param>
/// <param name="Lead">Whom to call instead.</param>
public sealed record AskPage(Language Language, IReadOnlyList<(string Id, string Name)> Organisations, Caller Lead);
