using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Hub.DeadLetters;

/// <summary>
/// Refuses a message: a row for the operator, an answer on the sender's own queue (where it reads none, by mail), and a dead letter. An unproven
/// sender is answered by nobody. Nothing here ever holds client data or a value that was sent; everything is keyed by the message, so refusing
/// it twice is refusing it once.
/// </summary>
public sealed partial class RefuseMessage(
    DeadLetterInbox inbox, CountRefusals count, IQueueSender sender, IMailer mailer, HubOptions options, ILogger<RefuseMessage> log)
{
    /// <summary>No live agency key made the signature.</summary>
    public static Decision.Refused Unproven { get; } = new(
        RefusalReasons.SenderUnproven,
        [new Defect("hf-signature", "missing, or not made with this agency's key over these bytes", "sign the body exactly as it is sent (`hub sign`)")]);

    /// <summary>One agency signed, another is named.</summary>
    public static Decision.Refused Foreign { get; } = new(
        RefusalReasons.SourceForeign,
        [new Defect("source", "names another agency than the one that signed", "write your own agency id: `/agencies/{agencyId}`")]);

    /// <summary>The agency is suspended, or has left.</summary>
    public static Decision.Refused Suspended { get; } = new(
        RefusalReasons.SenderSuspended,
        [new Defect("source", "this agency is suspended: nothing of it is taken, and it is told nothing", "ask the community's lead organisation")]);

    /// <summary>Refuses.</summary>
    /// <param name="message">The message.</param>
    /// <param name="refusal">Why, and whom it is told to.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<Settlement> RunAsync(InboundMessage message, Refusal refusal, Surroundings at, CancellationToken cancellation)
    {
        var (agency, refused, id) = refusal;
        var key = KeyOf(message);
        var description = RefusalText.Of(refused.Defects);
        await inbox.AddAsync(new DeadLetterRow(key, message.EnqueuedAt, message.Queue, refused.Reason, description, agency), cancellation);
        if (agency is not null && refused.Reason == RefusalReasons.ClientNotYours) await count.RunAsync(agency, key, at, cancellation);
        if (agency is not null && at.Directory.Find(agency) is { } organisation)
            await AnswerAsync(message, organisation, refused, id, key, at, cancellation);
        Refused(log, refused.Reason, message.Queue);
        return new Settlement.DeadLetter(refused.Reason, description);
    }

    /// <summary>The message as the operator's inbox knows it: 16 hex digits.</summary>
    public static string KeyOf(InboundMessage message)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{message.Queue}\n{message.MessageId}\n{message.EnqueuedAt.ToUnixTimeTicks()}\n");
        return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(seed), .. message.Body.Span]))[..16];
    }

    private async ValueTask AnswerAsync(
        InboundMessage message, Organisation organisation, Decision.Refused refused, string? id, string key, Surroundings at,
        CancellationToken cancellation)
    {
        // A suspended agency can't open its queue.
        if (organisation is { ReadsQueue: true, Standing.IsActive: true })
        {
            var answer = new RejectedMessage(
                options.Community, "rejected." + key, at.Now, id, message.MessageId, message.EnqueuedAt, refused.Reason, refused.Defects);
            await sender.SendAsync(
                [new OutgoingMessage(QueueNames.OfAgency(organisation.Id), "rejected." + key, answer.Write())], cancellation);
            return;
        }

        if (organisation.Contacts.FirstOrDefault(ComposeMail.IsMailable) is not { } contact) return;
        await mailer.SendAsync(
            new MailContent.Rejection(
                "rejected." + key, ComposeMail.Recipient(contact), at.Now, message.EnqueuedAt.InZone(at.Community.Zone), refused.Reason,
                [.. refused.Defects.Select(d => d.ToString())]),
            cancellation);
    }

    [LoggerMessage(LogLevel.Information, "A message on {Queue} was refused: {Reason}.")]
    private static partial void Refused(ILogger log, string reason, string queue);
}
