using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Makes the <c>notice.v1</c> of a notice. Class C says what changed only where the agency's agreement says so, class R never
/// (<c>design.md</c>, message contract): a queue may be read by many.
/// </summary>
public sealed class ComposeNotice(MailLinks links, HubOptions options)
{
    /// <summary>The message property that carries the notice's id: a head that sees it fetched can say so.</summary>
    public const string NoticeProperty = "hf-notice";

    /// <summary>The message of one notice to its recipient's agency.</summary>
    public OutgoingMessage Message(Notice notice, StoredChange change, ClientState state, Surroundings at)
    {
        var recipient = notice.Recipient!;
        var envelope = new NoticeEnvelope(options.Community, notice.MessageId, at.Now, recipient.TheirRef);
        var contact = at.Directory.Contact(recipient.Agency, notice.SentTo!);
        var call = Callers.Of(notice, change, state, contact?.Language ?? Language.English, at);
        var link = links.Notice(notice.Id, notice.SentTo!, contact?.LinkEpoch ?? 0, at.Now);
        var id = notice.Id.ToString();
        var message = MaySayWhat(change, recipient.Agency, at)
            ? NoticeMessage.Open(envelope, id, notice.Urgency, call, link, Detail(notice, change, state.Head.Client, at))
            : NoticeMessage.Restricted(envelope, id, notice.Urgency, call, link);
        return new OutgoingMessage(QueueNames.OfAgency(recipient.Agency), notice.MessageId, message.Write())
        {
            Properties = new Dictionary<string, string>(StringComparer.Ordinal) { [NoticeProperty] = id },
        };
    }

    private static bool MaySayWhat(StoredChange change, string agency, Surroundings at) => change.Class switch
    {
        PrivacyClass.A or PrivacyClass.B => true,
        PrivacyClass.C => at.Directory.Find(agency) is { Agreement.QueueDetail: QueueDetail.Full },
        _ => false,
    };

    private static NoticeDetail Detail(Notice notice, StoredChange change, ClientId client, Surroundings at) => new(
        ComposeMail.Kind(notice, change),
        change.Code,
        change.OccurredOn,
        change.Deadline,
        change.ExpectedOn,
        change.Sender == ClientChange.FromHub ? "hub" : change.Sender,
        Clocks.AnswerBy(notice.Urgency, notice.Decided, change.Deadline, change.ExpectedOn, at.Community),
        notice.Replaces is { } silent ? (notice.Id with { Line = silent }).ToString()
            : change.Corrects is { } corrected ? NoticeId.Of(corrected, client, notice.Recipient!.Agency, notice.Recipient.Contact).ToString()
            : null);
}
