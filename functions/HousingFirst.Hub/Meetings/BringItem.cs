using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Brings an item from a page or for an operator. It is read by the contract and taken as an agency's own message is, which the hub states for the reader's agency: so the
/// same rules refuse it, and who sees the answer at once leaves no dead letter. Its id comes from the form's own id and from what it says: the same form sent twice is one item.
/// </summary>
public sealed class BringItem(ReceiveItem receive, AuditLog audit, HubOptions options)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Brings it.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="viewer">Who brings it, for which of their agencies.</param>
    /// <param name="form">What was filled in.</param>
    /// <param name="isCase">Whether it is one of the case part: on a page only behind a one-time code.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>What is wrong with it, by the contract's paths; nothing where it is on the agenda.</returns>
    public async ValueTask<ImmutableArray<Defect>> RunAsync(
        Meeting meeting, Viewer viewer, ItemForm form, bool isCase, Surroundings at, CancellationToken cancellation)
    {
        var data = form.Data(meeting.Id, isCase);
        var subject = isCase ? form.Subject : null;
        var message = new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = MessageTypes.MeetingItem,
            ["source"] = OwnSource.Of(options.Community),
            ["id"] = "item-" + Hash(viewer.Agency, viewer.Contact ?? string.Empty, form.Id, subject ?? string.Empty, data.ToJsonString()),
            ["actingfor"] = viewer.Agency,
            ["data"] = data,
        };
        if (!string.IsNullOrEmpty(subject)) message["subject"] = subject;
        var body = Encoding.UTF8.GetBytes(message.ToJsonString(Readable));
        switch (MessageParser.ParseOwn(body, at.Community, at.Now))
        {
            case ParsedMessage.Invalid invalid:
                return invalid.Defects;
            case ParsedMessage.Brought { Message: var item }:
                if (await receive.RunAsync(item, body, at, cancellation) is { } refused) return refused.Defects;
                await audit.PutAsync(new AuditEntry(at.Now, "meeting.item", $"{meeting.Id} {viewer.Agency}", viewer.Contact), item.Key, cancellation);
                return [];
            default:
                throw new InvalidOperationException("Only items are brought.");
        }
    }

    private static string Hash(params ReadOnlySpan<string> of)
    {
        var all = new StringBuilder();
        foreach (var text in of) all.Append(text.Length).Append(':').Append(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..32];
    }
}
