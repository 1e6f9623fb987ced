using System.Buffers.Text;
using System.Security.Cryptography;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// The batches that wrote a row, newest first, last the one that made it, as <c>c.b.a</c>: a property of every row. When the answer to a batch
/// is lost, its id there says that the batch was done, also where others have written the row since.
/// </summary>
internal static class WriteTrail
{
    /// <summary>Ids kept: the newest, and the one that made the row.</summary>
    public const int Longest = 8;

    private const char Between = '.';
    private const int IdBytes = 6;

    /// <summary>A new batch's id.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>The trail of a row once a batch has updated it.</summary>
    /// <param name="trail">As it was read; empty where the row has none.</param>
    /// <param name="id">The batch.</param>
    public static string Then(string trail, string id)
    {
        if (trail.Length == 0) return id;
        var ids = trail.Split(Between);
        return string.Join(Between, ids.Length < Longest ? [id, .. ids] : (string[])[id, .. ids[..(Longest - 2)], ids[^1]]);
    }

    /// <summary>Whether a batch wrote the row, as far as the trail tells.</summary>
    public static bool Holds(string trail, string id) => trail.Split(Between).Contains(id, StringComparer.Ordinal);

    /// <summary>Whether the trail tells of every batch that wrote the row since it was read.</summary>
    /// <param name="trail">As it is now.</param>
    /// <param name="read">As it was then.</param>
    public static bool TellsSince(string trail, string read)
    {
        var ids = trail.Split(Between);
        var at = Array.IndexOf(ids, read.Split(Between)[0]);

        // Those that are no longer kept stood directly before the last.
        return at >= 0 && (at < ids.Length - 1 || IsWhole(trail));
    }

    /// <summary>Whether every batch since the row was made is still kept.</summary>
    public static bool IsWhole(string trail) => trail.Split(Between).Length < Longest;
}
