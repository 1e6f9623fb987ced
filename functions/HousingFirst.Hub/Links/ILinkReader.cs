using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Links;

/// <summary>Opens the links of mails.</summary>
public interface ILinkReader
{
    /// <summary>
    /// Whom the holder of a link should call. Reading changes nothing. The answer is the same after the link's expiry, a withdrawal and a
    /// death, so that a page tells nothing by changing.
    /// </summary>
    /// <returns>Null where the token is no link of this hub.</returns>
    ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation);
}

/// <summary>What a link's page says.</summary>
/// <param name="Call">The program to call.</param>
/// <param name="Language">The reader's language.</param>
public sealed record LinkPage(Caller Call, Language Language);
