using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// What didn't come from a queue - a spreadsheet, later a page or a link - is put on the queue first, so that being cut off loses nothing: a list
/// of events about one client, in the order they are to be taken, each stating the agency it is for (<c>actingfor</c>), the list signed by the
/// hub's own key. Each event then goes through everything that an agency's own message does.
/// </summary>
public static class OwnChanges
{
    /// <summary>The longest list: queues take 256 KiB, some of it around the body.</summary>
    public const int LargestBytes = 192 * 1024;

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
