using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>Makes the links of mails: each for one reader, one purpose and a time, and of the reader's own epoch.</summary>
public sealed class MailLinks(LinkSigner signer, HubOptions options, DirectoryCache directory)
{
    /// <summary>What a link that is about no notice carries in its place.</summary>
    public const string NoNotice = "-";

    /// <summary>Links live as long as a notice matters; an expired one offers a new one.</summary>
    public static readonly Duration Life = Duration.FromDays(30);

    /// <summary>Longer than the 60 days for which Canada's anti-spam law (section 11) wants a way out of a message to work.</summary>
    public static readonly Duration UnsubscribeLife = Duration.FromDays(90);

    /// <summary>The page of a notice.</summary>
    public Uri Notice(NoticeId notice, Contact contact, Instant now) => Notice(notice, contact.Id, contact.LinkEpoch, now);

    /// <summary>The page of a notice, for a contact who may have left the directory meanwhile.</summary>
    public Uri Notice(NoticeId notice, string contact, int epoch, Instant now) =>
        Make(LinkPurpose.Open, notice.ToString(), contact, epoch, now);

    /// <summary>The page on which one call of a call list is logged.</summary>
    public Uri Call(NoticeId notice, Contact contact, Instant now) => Make(LinkPurpose.Call, notice.ToString(), contact.Id, contact.LinkEpoch, now);

    /// <summary>A caseworker's pages.</summary>
    public Uri Team(Contact contact, Instant now) => Make(LinkPurpose.Team, NoNotice, contact.Id, contact.LinkEpoch, now);

    /// <summary>The contacts of the month of a contact's organisations.</summary>
    public Uri Month(Contact contact, Instant now) => Make(LinkPurpose.Month, NoNotice, contact.Id, contact.LinkEpoch, now);

    /// <summary>The reader's page of a meeting.</summary>
    public Uri Meeting(string meeting, Contact contact, Instant now) => Make(LinkPurpose.Meeting, meeting, contact.Id, contact.LinkEpoch, now);

    /// <summary>The links at the foot of a mail.</summary>
    /// <param name="contact">The reader.</param>
    /// <param name="isProgram">Whether the reader works for a funded program: only there the caseworker's pages.</param>
    /// <param name="now">When the links are made (UTC).</param>
    public MailFooter Footer(Contact contact, bool isProgram, Instant now) => new(
        Make(LinkPurpose.Settings, NoNotice, contact.Id, contact.LinkEpoch, now),
        Make(LinkPurpose.Ask, NoNotice, contact.Id, contact.LinkEpoch, now),
        Make(LinkPurpose.Unsubscribe, NoNotice, contact.Id, contact.LinkEpoch, now),
        isProgram ? Team(contact, now) : null);

    /// <summary>A link to the same page as one that may have expired.</summary>
    public Uri Anew(LinkToken link, Instant now) => Make(link.Purpose, link.Notice, link.Contact, link.Epoch, now);

    /// <summary>Of the highest epoch of the reader's entries: one entry may lag behind where "not me" was cut off.</summary>
    private Uri Make(LinkPurpose purpose, string notice, string contact, int epoch, Instant now)
    {
        epoch = Math.Max(epoch, directory.Latest?.Directory.LinkEpoch(contact) ?? 0);
        var life = purpose == LinkPurpose.Unsubscribe ? UnsubscribeLife : Life;
        return new Uri($"{options.PublicUrl.AbsoluteUri}{Page(purpose)}/{signer.Sign(new LinkToken(notice, contact, purpose, epoch, now + life))}");
    }

    private static string Page(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Open => "n",
        LinkPurpose.Settings => "my",
        LinkPurpose.Unsubscribe => "stop",
        LinkPurpose.Team => "team",
        LinkPurpose.Ask => "ask",
        LinkPurpose.Call => "call",
        LinkPurpose.Month => "month",
        LinkPurpose.Meeting => "meeting",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "No page is behind such a link."),
    };
}
