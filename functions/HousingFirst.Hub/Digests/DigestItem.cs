using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>A line waiting for a digest: key <c>minute|contact|rank|notice</c>.</summary>
/// <param name="Contact">The person the digest goes to.</param>
/// <param name="Urgency">How soon: the most urgent first.</param>
/// <param name="Notice">The notice.</param>
/// <param name="Client">The client, to decide again.</param>
/// <param name="Spread">By how many minutes the person's digest leaves beside its slot (<see cref="Clocks.DigestSpread"/>).</param>
public sealed record DigestItem(string Contact, Urgency Urgency, NoticeId Notice, ClientId Client, int Spread)
{
    /// <summary>The key it was read under, where an older program wrote it: without a minute.</summary>
    private string? OlderKey { get; init; }

    internal string Key => OlderKey ?? Prefix(Spread) + Keys.Of(Contact, (9 - (int)Urgency).ToString(CultureInfo.InvariantCulture), Notice.ToString());

    /// <summary>The line of a notice in a slot.</summary>
    internal static DigestItem Of(Notice notice, Instant slot, ClientId client, Surroundings at) => new(
        notice.SentTo!, notice.Urgency, notice.Id, client, Clocks.DigestSpread(slot, notice.SentTo!, at.Community.Zone));

    /// <summary>The beginning of the keys of all lines that leave in one minute.</summary>
    internal static string Prefix(int spread) => Keys.Prefix((spread + Clocks.MostDigestSpread).ToString("D2", CultureInfo.InvariantCulture));

    /// <summary>The same line in another slot.</summary>
    internal DigestItem InSlot(int spread) => this with { Spread = spread, OlderKey = null };

    internal Row ToRow() => RowVersions.NewRow(Key).With("client", Client.Value).With("urgency", Urgency.ToString());

    internal static DigestItem Read(Row row)
    {
        RowVersions.Readable(row);
        var parts = Keys.Parts(row.Key);
        var older = parts.Length == 3;
        var at = older ? 0 : 1;
        return new DigestItem(
            parts[at],
            Enum.Parse<Urgency>(row.NeedText("urgency")),
            NoticeId.TryParse(parts[at + 2]) ?? throw new InvalidDataException("A digest row names no notice: run `hub check`."),
            new ClientId(row.NeedText("client")),
            older ? 0 : int.Parse(parts[0], CultureInfo.InvariantCulture) - Clocks.MostDigestSpread)
        {
            OlderKey = older ? row.Key : null,
        };
    }
}
