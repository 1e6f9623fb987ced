using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>How far a month's page for one reader has come.</summary>
/// <param name="Contact">The reader.</param>
/// <param name="Attempt">The how-manieth try is next, from 1.</param>
/// <param name="Until">Until when nobody else may send it (UTC): somebody is at it, or a try that failed waits. Null where it may leave.</param>
/// <param name="IsSettled">Whether it has left, or was given up for the specialist.</param>
/// <param name="ETag">The ETag of its row; null where it has none yet.</param>
public sealed record MonthEndMail(string Contact, int Attempt, Instant? Until, bool IsSettled, string? ETag)
{
    /// <summary>The key of a reader's row.</summary>
    internal static string KeyOf(string contact) => Keys.Of("m", contact);

    internal static MonthEndMail Read(string contact, Row? row) => row is null
        ? new MonthEndMail(contact, 1, null, IsSettled: false, null)
        : new MonthEndMail(contact, (int)(RowVersions.Readable(row).Number("attempt") ?? 1), row.Time("until"), row.Flag("settled"), row.ETag);

    internal RowWrite Write()
    {
        var row = RowVersions.NewRow(KeyOf(Contact)).With("attempt", Attempt == 1 ? null : Attempt).With("until", Until).With("settled", IsSettled ? true : null);
        return ETag is null ? new RowWrite.Insert(row) : new RowWrite.Update(row, ETag);
    }
}
