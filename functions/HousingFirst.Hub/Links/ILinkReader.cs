using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Links;

/// <summary>Opens the links of mails. Reading changes nothing.</summary>
public interface ILinkReader
{
    /// <summary>What a link is: whose, and whether its time is over. A link of another purpose is none.</summary>
    /// <returns>
    /// Null where the token is no link of this hub, or no longer one: of another purpose, of a contact who is in the directory no more, or of an
    /// epoch that "not me" has ended.
    /// </returns>
    ValueTask<HeldLink?> ReadAsync(string token, LinkPurpose purpose, CancellationToken cancellation);

    /// <summary>
    /// Whom the holder of a notice's link should call. The answer is the same after the link's expiry, a withdrawal and a death, so that a page
    /// tells nothing by changing.
    /// </summary>
    /// <returns>Null where <see cref="ReadAsync"/> gives null.</returns>
    ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation);

    /// <summary>Whom the holder of a link that was read should call: of a notice's the same as its page says, of any other the lead organisation.</summary>
    ValueTask<Caller> CallAsync(HeldLink link, CancellationToken cancellation);
}

/// <summary>A link that opens something.</summary>
/// <param name="Token">What it carries.</param>
/// <param name="Expired">Whether its time is over: its page looks the same, and its buttons only offer a new link.</param>
/// <param name="Contact">Its reader, as one of their organisations has them.</param>
/// <param name="At">The community, the directory, the clock.</param>
public sealed record HeldLink(LinkToken Token, bool Expired, Contact Contact, Surroundings At);

/// <summary>What a link's page says.</summary>
/// <param name="Call">The program to call.</param>
/// <param name="Language">The reader's language.</param>
public sealed record LinkPage(Caller Call, Language Language);
