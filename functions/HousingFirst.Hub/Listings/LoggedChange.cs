using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>A line of an organisation's field log.</summary>
/// <param name="At">When it changed (UTC).</param>
/// <param name="By">Who or what changed it.</param>
/// <param name="What">Which field, as a path.</param>
/// <param name="Before">What it was; null where there was none, or where it is not kept.</param>
/// <param name="After">What it became; null where it was taken away.</param>
public sealed record LoggedChange(Instant At, string By, string What, string? Before, string? After)
{
    internal static LoggedChange Read(Row row)
    {
        RowVersions.Readable(row);
        return new LoggedChange(row.Time("at") ?? default, row.NeedText("by"), row.NeedText("what"), row.Text("before"), row.Text("after"));
    }
}
