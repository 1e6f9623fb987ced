using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// Records a contact from a page. It is read by the contract and taken as an agency's own message is, which the hub states for the reader's
/// organisation; so the same rules hold, and the page can say that it is recorded, not that it is on its way. The message's id comes from the form's own
/// id and from what it says: the same form sent twice records once, also where the first answer was lost, and one that was gone back to and changed records
/// what it says now.
/// </summary>
public sealed class RecordByLink(ReceiveContact receive, DirectoryCache directory, AuditLog audit, HubOptions options)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Records it.</summary>
    /// <param name="reader">Who holds the link.</param>
    /// <param name="own">Which of the reader's organisations talked.</param>
    /// <param name="with">The agency id of the other.</param>
    /// <param name="form">What was filled in.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>What is wrong with it, by the contract's paths; nothing where it is recorded.</returns>
    public async ValueTask<ImmutableArray<Defect>> RunAsync(
        ListReader reader, Organisation own, string with, ContactForm form, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var data = form.Data(with);
        var body = Event(own.Id, "page-" + Hash(own.Id, reader.Contact.Id, form.Id, data.ToJsonString()), data);
        switch (MessageParser.ParseOwn(body, at.Community, at.Now))
        {
            case ParsedMessage.Invalid invalid:
                return invalid.Defects;
            case ParsedMessage.Contacted { Message: var contact }:
                switch (await receive.RunAsync(contact, body, at, cancellation))
                {
                    case ContactReceipt.Refused refused:
                        return refused.Why.Defects;
                    case ContactReceipt.Recorded recorded:
                        // By when it first came: pressed twice, it is one entry.
                        await audit.PutAsync(new AuditEntry(recorded.At, "contacts.record", $"{own.Id} {with}", reader.Contact.Id), contact.Key, cancellation);
                        break;
                }

                return [];
            default:
                throw new InvalidOperationException("The page writes contacts only.");
        }
    }

    private byte[] Event(string own, string id, JsonObject data) => Encoding.UTF8.GetBytes(
        new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = MessageTypes.ContactMade,
            ["source"] = OwnSource.Of(options.Community),
            ["id"] = id,
            ["actingfor"] = own,
            ["data"] = data,
        }.ToJsonString(Readable));

    private static string Hash(params ReadOnlySpan<string> of)
    {
        var all = new StringBuilder();
        foreach (var text in of) all.Append(text.Length).Append(':').Append(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..32];
    }
}
