using System.Security.Cryptography;

namespace HousingFirst.Hub;

/// <summary>What a deployment tells the hub.</summary>
/// <param name="Community">The community's id, the first part of every partition key.</param>
/// <param name="PublicUrl">Where the hub's pages are reached, ending in <c>/</c>: links in mail begin with it.</param>
public sealed record HubOptions(string Community, Uri PublicUrl)
{
    /// <summary>Draws a one-time code, 0 to 999,999. Nobody can foresee it unless a test says it: no head can forget to bring it.</summary>
    public Func<int> NewCode { get; init; } = static () => RandomNumberGenerator.GetInt32(1_000_000);

    /// <summary>Who does what is done through this hub, for the audit; null where nobody said.</summary>
    public string? Operator { get; init; }

    /// <summary>How many mails may leave within any minute; null for as many as there are. U3 and U4 never wait for it, and count.</summary>
    public int? MailsPerMinute { get; init; }

    /// <summary>
    /// What is done with a mail whose answer was lost. False: it may have gone, and isn't sent again. True: it goes once more after ten minutes,
    /// under the same id; a digest never does.
    /// </summary>
    public bool ResendUnknown { get; init; }
}
