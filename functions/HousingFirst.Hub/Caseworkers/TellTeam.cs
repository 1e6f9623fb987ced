using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>
/// Tells a client's team of a change from a page. Everything goes the way of an agency's own message: read by the contract, decided by the same
/// rules, and put on the queue first, signed by the hub's own key, so that being cut off anywhere loses nothing. The message's id comes from the
/// form's own id and from what it says, so that the same form sent twice tells once, and one that was gone back to and changed tells what it says now.
/// </summary>
public sealed class TellTeam(
    PreviewChange preview, DueStore due, DirectoryCache directory, AuditLog audit, AgencyKeys keys, IQueueSender sender, IClock clock, HubOptions options)
{
    private const int MostTries = 3;

    /// <summary>Who would be told, or what is wrong. Nothing is written.</summary>
    public async ValueTask<TellOutcome> PreviewAsync(Caseworker caseworker, TellForm form, CancellationToken cancellation) =>
        await ReadAsync(caseworker, form with { AlsoTell = [] }, cancellation) switch
        {
            { Defects.IsEmpty: false } wrong => new TellOutcome.Wrong(wrong.Defects),
            var read => new TellOutcome.Shown(read.Change!, read.View!, SeenOf(read.View!)),
        };

    /// <summary>Sends, where the preview that was seen still holds; else shows the new one. What was taken already is sent, whatever holds now.</summary>
    public async ValueTask<TellOutcome> SendAsync(Caseworker caseworker, TellForm form, CancellationToken cancellation)
    {
        var written = Write(caseworker, form, await directory.NowAsync(cancellation));
        if (await TakenAsync(written, cancellation) is { } before) return before;
        if (await HoldsAsync(caseworker, form, cancellation) is { } moved)
        {
            // The first of two clicks may have been taken this moment, and have moved it.
            return await TakenAsync(written, cancellation) ?? moved;
        }

        await audit.PutAsync(
            new AuditEntry(clock.GetCurrentInstant(), "team.tell", $"{written!.Client.Agency} {written.Key}", caseworker.Contact.Id), written.Key, cancellation);
        await QueueAsync(OwnChanges.Message(options.Community, _ => written.Id, [written.Event], keys), cancellation);
        return new TellOutcome.Sent(written.Key);
    }

    private async ValueTask<TellOutcome?> TakenAsync(Written? written, CancellationToken cancellation) =>
        written is not null && (await due.ClientsOfAsync(written.Key, cancellation)).Count > 0 ? new TellOutcome.Sent(written.Key) : null;

    /// <summary>Null where what was seen, and who was ticked in it, still holds.</summary>
    private async ValueTask<TellOutcome?> HoldsAsync(Caseworker caseworker, TellForm form, CancellationToken cancellation)
    {
        var previewed = await PreviewAsync(caseworker, form, cancellation);
        if (previewed is not TellOutcome.Shown shown) return previewed;
        var offered = shown.View.MayAlsoTell.Where(MayTell).Select(l => l.Who).ToHashSet(StringComparer.Ordinal);
        if (shown.Seen != form.Seen || !form.AlsoTell.All(offered.Contains)) return shown with { HasMoved = true };
        return !form.AlsoTell.IsEmpty && await ReadAsync(caseworker, form, cancellation) is { Defects: { IsEmpty: false } defects }
            ? new TellOutcome.Wrong(defects)
            : null;
    }

    /// <summary>Whether the rules let a contact be told, whatever the way; who is withheld can't be added.</summary>
    public static bool MayTell(CoverageLine line) => line.Becomes is NoticeState.Pending or NoticeState.Held or NoticeState.CallTask or NoticeState.AddressStopped;

    /// <summary>Once more where the queue's answer was lost: the same message twice tells once, and a page that says "sent" must be right.</summary>
    private async ValueTask QueueAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await sender.SendAsync([message], cancellation))[0] == SendOutcome.Sent) return;
        }

        throw new IOException("The queue's answer was lost again and again. Send the form again: it tells once.");
    }

    private async ValueTask<Reading> ReadAsync(Caseworker caseworker, TellForm form, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var written = Write(caseworker, form, at);
        var body = written?.Event ?? OwnChanges.Event(options.Community, caseworker.Programs[0].Id, null, "page", Data(form, at));
        switch (MessageParser.ParseOwn(body, at.Community, at.Now))
        {
            case ParsedMessage.Invalid invalid:
                return new Reading(invalid.Defects, null, null);
            case ParsedMessage.Change { Message: var change }:
                return await preview.RunAsync(change, change.Sender, cancellation) switch
                {
                    PreviewOutcome.Refused refused => new Reading(refused.Defects, null, null),
                    PreviewOutcome.Shown { View: CoverageView.Whole whole } => new Reading([], change, whole),
                    // On the team, but not as its program: the page is for the program's own clients.
                    _ => new Reading(ChangeRules.NotYours.Defects, null, null),
                };
            default:
                throw new InvalidOperationException("The page writes client changes only.");
        }
    }

    /// <summary>The message, or null where no client of one of the caseworker's programs was chosen.</summary>
    private Written? Write(Caseworker caseworker, TellForm form, Surroundings at)
    {
        if (CaseloadClient.TryParse(form.Client ?? string.Empty) is not { } client || !caseworker.IsOf(client.Agency)) return null;
        var data = Data(form, at);
        var id = "page-" + Hash(client.Agency, client.Reference.Value, caseworker.Contact.Id, form.Id, data.ToJsonString());
        return new Written(
            client,
            id,
            Envelope.KeyOf(OwnSource.Of(options.Community), id),
            OwnChanges.Event(options.Community, client.Agency, client.Reference.Value, id, data));
    }

    private static JsonObject Data(TellForm form, Surroundings at) =>
        form.Data(OfferedCodes.Find(form.Code ?? string.Empty), at.Community.Zone);

    /// <summary>What a preview says, as a hash: who, what becomes of them, by which way. The minute a mail leaves moves by itself.</summary>
    private static string SeenOf(CoverageView.Whole view) => Hash([.. view.Lines.Append(null).Concat(view.MayAlsoTell)
        .Select(l => l is null ? "also" : $"{l.Who} {l.Agency} {l.Outcome}")])[..16];

    private static string Hash(params ReadOnlySpan<string> of)
    {
        var all = new StringBuilder();
        foreach (var text in of) all.Append(text.Length).Append(':').Append(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..32];
    }

    private sealed record Written(CaseloadClient Client, string Id, string Key, byte[] Event);

    private sealed record Reading(ImmutableArray<Defect> Defects, ClientChange? Change, CoverageView.Whole? View);
}

/// <summary>What came of a caseworker's form.</summary>
public abstract record TellOutcome
{
    private TellOutcome()
    {
    }

    /// <summary>Not taken: what is wrong, field by field. Nothing was sent.</summary>
    public sealed record Wrong(ImmutableArray<Defect> Defects) : TellOutcome;

    /// <summary>Who would be told. Nothing was sent.</summary>
    /// <param name="Change">The change as read.</param>
    /// <param name="View">Who, who not and why, and whom else.</param>
    /// <param name="Seen">The preview's own mark: goes back with Send.</param>
    public sealed record Shown(ClientChange Change, CoverageView.Whole View, string Seen) : TellOutcome
    {
        /// <summary>Whether it was to be sent, and is shown again because it is no longer what was seen.</summary>
        public bool HasMoved { get; init; }
    }

    /// <summary>On the queue, for good.</summary>
    /// <param name="Change">The change's key.</param>
    public sealed record Sent(string Change) : TellOutcome;
}
