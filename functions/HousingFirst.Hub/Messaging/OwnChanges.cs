using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// What didn't come from a queue - a spreadsheet, a page - is put on the queue first, so that being cut off loses nothing: a list
/// of events about one client, in the order they are to be taken, each stating the agency it is for (<c>actingfor</c>), the list signed by the
/// hub's own key. Each event then goes through everything that an agency's own message does.
/// </summary>
public static class OwnChanges
{
    /// <summary>The longest list: queues take 256 KiB, some of it around the body.</summary>
    public const int LargestBytes = 192 * 1024;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one event that the hub states for an agency.</summary>
    /// <param name="community">The community.</param>
    /// <param name="agency">The agency it is stated for.</param>
    /// <param name="subject">Its reference for the client; null where the reader is to name it as missing.</param>
    /// <param name="id">The event's id: the same again is the same message.</param>
    /// <param name="data">Its data.</param>
    public static byte[] Event(string community, string agency, string? subject, string id, JsonObject data)
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = MessageTypes.ClientChanged,
            ["source"] = OwnSource.Of(community),
            ["id"] = id,
            ["actingfor"] = agency,
            ["data"] = data,
        };
        if (subject is not null) json.Insert(4, "subject", subject);
        return Encoding.UTF8.GetBytes(json.ToJsonString(Readable));
    }

    /// <summary>The message of a list, signed by the hub's own key.</summary>
    /// <param name="community">The community.</param>
    /// <param name="messageId">Its id on the queue, from its body: the same again is the same message.</param>
    /// <param name="events">The events, in the order they are to be taken.</param>
    /// <param name="keys">The keys.</param>
    public static OutgoingMessage Message(string community, Func<byte[], string> messageId, IEnumerable<byte[]> events, AgencyKeys keys)
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(",\n", events.Select(Encoding.UTF8.GetString))}]");
        var signature = Signature.Of(keys.Of(OwnSource.Of(community))[0], body);
        return new OutgoingMessage(QueueNames.ClientChanges, messageId(body), body)
        {
            Properties = new Dictionary<string, string>(StringComparer.Ordinal) { [Signature.Property] = signature },
        };
    }

    /// <summary>Reads a list.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="community">The community.</param>
    /// <param name="now">The instant of the reading (UTC).</param>
    /// <returns>The changes in their order, or every defect, by the event's place in the list.</returns>
    public static OwnReading Read(ReadOnlyMemory<byte> body, Community community, Instant now)
    {
        if (Events(body) is not { } events)
            return new OwnReading.Invalid(RefusalReasons.EventMalformed, [new Defect("$", "not a list of events", "import the file again")]);
        var changes = ImmutableArray.CreateBuilder<OwnChange>();
        var defects = ImmutableArray.CreateBuilder<Defect>();
        string? reason = null;
        for (var i = 0; i < events.Length; i++)
        {
            switch (MessageParser.ParseOwn(events[i], community, now))
            {
                case ParsedMessage.Change change:
                    changes.Add(new OwnChange(change.Message, events[i]));
                    break;
                case ParsedMessage.Invalid invalid:
                    reason ??= invalid.Reason;
                    defects.AddRange(At(i, invalid.Defects));
                    break;
                default:
                    reason ??= RefusalReasons.TypeUnknown;
                    defects.Add(At(i, [new Defect("type", "not a client change", "import the file again")])[0]);
                    break;
            }
        }

        return reason is null ? new OwnReading.Changes(changes.ToImmutable()) : new OwnReading.Invalid(reason, defects.ToImmutable());
    }

    /// <summary>Defects of one event of a list: <c>[3].data.member</c>.</summary>
    internal static ImmutableArray<Defect> At(int place, IEnumerable<Defect> defects)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"[{place}]");
        return [.. defects.Select(d => d with { Path = d.Path == "$" ? item : $"{item}.{d.Path}" })];
    }

    private static byte[][]? Events(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(e => Encoding.UTF8.GetBytes(e.GetRawText()))]
                : null;
        }
        catch (JsonException)
        {
            return null; // Signed by this hub, so written by a program that is no longer, or not yet, this one.
        }
    }
}

/// <summary>A change that the hub states for an agency.</summary>
/// <param name="Change">The change; its sender is the agency.</param>
/// <param name="Body">The event's bytes.</param>
public sealed record OwnChange(ClientChange Change, ReadOnlyMemory<byte> Body);

/// <summary>What a list of the hub's own says.</summary>
public abstract record OwnReading
{
    private OwnReading()
    {
    }

    /// <summary>Changes, to be taken in this order.</summary>
    public sealed record Changes(ImmutableArray<OwnChange> All) : OwnReading;

    /// <summary>Not taken: written by another version of this program.</summary>
    /// <param name="Reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="Defects">What is wrong, by the event's place.</param>
    public sealed record Invalid(string Reason, ImmutableArray<Defect> Defects) : OwnReading;
}
