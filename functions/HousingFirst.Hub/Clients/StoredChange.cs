using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Clients;

/// <summary>An accepted change as the hub keeps it: the inbox key, what was decided of the change as a whole, and, for 90 days, the body.</summary>
public sealed record StoredChange
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>The sending agency.</summary>
    public required string Sender { get; init; }

    /// <summary>The code it was sent with.</summary>
    public required ChangeCode Code { get; init; }

    /// <summary>The code whose rules bind it: for a correction, the corrected one's.</summary>
    public required ChangeCode Effective { get; init; }

    /// <summary>How soon people hear of it.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>Its class.</summary>
    public required PrivacyClass Class { get; init; }

    /// <summary>Its facet.</summary>
    public required Facet Facet { get; init; }

    /// <summary>The day it is about.</summary>
    public required LocalDate OccurredOn { get; init; }

    /// <summary>The deadline, or null.</summary>
    public Instant? Deadline { get; init; }

    /// <summary>The expected day, or null.</summary>
    public LocalDate? ExpectedOn { get; init; }

    /// <summary>When the hub accepted it (UTC).</summary>
    public required Instant Accepted { get; init; }

    /// <summary>SHA-256 of the body, hex: a repeat has the same, a reused id another.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The body as sent; null once its time is over.</summary>
    public byte[]? Body { get; init; }

    /// <summary>How many lines its coverage has, written or not.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines beyond the first batch, waiting for the fan-out; null where there are none.</summary>
    public string? Overflow { get; init; }

    /// <summary>The id of the consent it gave or renewed, or null: its end is warned of.</summary>
    public string? Consent { get; init; }

    /// <summary>The key of the change it corrects, or null.</summary>
    public string? Corrects { get; init; }

    /// <summary>The key of the change that corrects it, or null.</summary>
    public string? CorrectedBy { get; init; }

    /// <summary>The change it closes, or null.</summary>
    public string? Closed { get; init; }

    /// <summary>Whether every notice was handed over: sent, in its digest slot, or due.</summary>
    public bool HandedOver { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    /// <summary>The prefix of every change of a client.</summary>
    internal const string All = "c|";

    /// <summary>The row key of a change: the inbox key.</summary>
    public static string RowKey(string change) => Keys.Of("c", change);

    /// <summary>The row.</summary>
    public Row ToRow() => RowVersions.NewRow(RowKey(Key))
        .With("sender", Sender)
        .With("code", Code.Code)
        .With("effective", Effective.Code)
        .With("urgency", Urgency.ToString())
        .With("class", Class.ToString())
        .With("facet", Facet.ToString())
        .With("occurredOn", OccurredOn)
        .With("deadline", Deadline)
        .With("expectedOn", ExpectedOn)
        .With("accepted", Accepted)
        .With("bodyHash", BodyHash)
        .With("body", Body)
        .With("lines", Lines)
        .With("overflow", Overflow is null ? null : NoticeOverflow.Pack(Overflow))
        .With("consent", Consent)
        .With("corrects", Corrects)
        .With("correctedBy", CorrectedBy)
        .With("closed", Closed)
        .With("handedOver", HandedOver);

    /// <summary>Reads a row.</summary>
    public static StoredChange Read(Row row)
    {
        RowVersions.Readable(row);
        return new StoredChange
        {
            Key = Keys.Parts(row.Key)[1],
            Sender = row.NeedText("sender"),
            Code = Vocabulary.Current[row.NeedText("code")],
            Effective = Vocabulary.Current[row.NeedText("effective")],
            Urgency = Enum.Parse<Urgency>(row.NeedText("urgency")),
            Class = Enum.Parse<PrivacyClass>(row.NeedText("class")),
            Facet = Enum.Parse<Facet>(row.NeedText("facet")),
            OccurredOn = row.Date("occurredOn")!.Value,
            Deadline = row.Time("deadline"),
            ExpectedOn = row.Date("expectedOn"),
            Accepted = row.Time("accepted")!.Value,
            BodyHash = row.NeedText("bodyHash"),
            Body = row.Bytes("body"),
            Lines = (int)(row.Number("lines") ?? 0),
            Overflow = row.Bytes("overflow") is { } overflow ? NoticeOverflow.Unpack(overflow) : null,
            Consent = row.Text("consent"),
            Corrects = row.Text("corrects"),
            CorrectedBy = row.Text("correctedBy"),
            Closed = row.Text("closed"),
            HandedOver = row.Flag("handedOver"),
            ETag = row.ETag,
        };
    }

    /// <summary>As what a later change looks back at.</summary>
    public PastChange AsPast() => new(Key, Sender, Effective, Urgency, OccurredOn, CorrectedBy);
}
