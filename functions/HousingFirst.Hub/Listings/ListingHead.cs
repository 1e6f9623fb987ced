using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// The head row of an organisation, which says which rows are it: those of <see cref="Generation"/>. Whoever changes anything changes the head by
/// its ETag in the same batch; what doesn't fit one batch is written under a new generation, which the head names last.
/// </summary>
internal sealed record ListingHead
{
    public const string Key = "0";

    /// <summary>The ETag it was read with; null for one that isn't stored.</summary>
    public string? ETag { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>Which rows are the organisation's; null while the first import of a large one is under way: then there is no organisation yet.</summary>
    public string? Generation { get; init; }

    /// <summary>The hash of the whole organisation.</summary>
    public string Hash { get; init; } = string.Empty;

    /// <summary>How many parts it has.</summary>
    public long Parts { get; init; }

    /// <summary>Which lists of parts it has.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Its tier.</summary>
    public Confidentiality Tier { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>When it last changed.</summary>
    public Instant Changed { get; init; }

    /// <summary>Its own fields as JSON.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The generation that an import is writing, or was when it was cut off.</summary>
    public string? Building { get; init; }

    /// <summary>When that import began: the time of its log rows.</summary>
    public Instant? BuildingSince { get; init; }

    /// <summary>Whether rows of an earlier generation are still to be removed.</summary>
    public bool Sweep { get; init; }

    /// <summary>The log rows before this are to be removed: they may say where it is, which is no longer to be known.</summary>
    public Instant? ForgetBefore { get; init; }

    /// <summary>Whether an import left something to be cleaned up.</summary>
    public bool HasLeftovers => Building is not null || Sweep || ForgetBefore is not null;

    /// <summary>The row.</summary>
    public Row ToRow()
    {
        var row = RowVersions.NewRow(Key)
            .With("version", Version)
            .With("name", ListingRows.Shown(Name))
            .With("tier", ListingTiers.NameOf(Tier))
            .With("generation", Generation)
            .With("hash", Hash)
            .With("parts", Parts)
            .With("lists", string.Join(' ', Lists))
            .With("changed", Changed)
            .With("building", Building)
            .With("buildingSince", BuildingSince)
            .With("sweep", Sweep ? true : null)
            .With("forgetBefore", ForgetBefore);
        return WideColumns.Set(row, Body);
    }

    /// <summary>Reads it.</summary>
    public static ListingHead Read(Row row)
    {
        RowVersions.Readable(row);
        var generation = row.Text("generation");
        return new ListingHead
        {
            ETag = row.ETag,
            Version = row.Number("version") ?? 0,
            Generation = generation,
            Hash = row.NeedText("hash"),
            Parts = row.Number("parts") ?? 0,
            Lists = row.NeedText("lists").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Tier = Tiers.OfRow(row.NeedText("tier")),
            Name = row.NeedText("name"),
            Changed = row.Time("changed") ?? default,
            Body = generation is null ? [] : WideColumns.Get(row),
            Building = row.Text("building"),
            BuildingSince = row.Time("buildingSince"),
            Sweep = row.Flag("sweep"),
            ForgetBefore = row.Time("forgetBefore"),
        };
    }
}
