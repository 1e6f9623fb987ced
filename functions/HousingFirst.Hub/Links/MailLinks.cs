using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>Makes the links of mails and messages: each for one reader, one purpose and a time.</summary>
public sealed class MailLinks(LinkSigner signer, HubOptions options)
{
    /// <summary>Links of notices live as long as the notice matters: what they open says no more than whom to call.</summary>
    private static readonly Duration Life = Duration.FromDays(30);

    /// <summary>The page of a notice, for one contact; it works too where that has left the directory meanwhile.</summary>
    public Uri Notice(NoticeId notice, string contact, Instant now) => new(
        $"{options.PublicUrl.AbsoluteUri}n/{signer.Sign(new LinkToken(notice.ToString(), contact, LinkPurpose.Open, 0, now + Life))}");
}
