using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.SigningIn;

/// <summary>
/// What is stored of one contact's one-time code: never the code itself, and how often it was asked for and tried. Its decisions are pure; the
/// store guards them by the row's ETag.
/// </summary>
internal sealed record OneTimeCode
{
    /// <summary>How long a code works.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    /// <summary>How often one may be tried: the right one at the sixth try is wrong.</summary>
    public const int MostTries = 5;

    /// <summary>The code's keyed hash; null where there is none, or it was used.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>The id of the key that made the hash.</summary>
    public string? KeyId { get; init; }

    /// <summary>From that instant on it works no longer (UTC).</summary>
    public Instant Expires { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; }

    /// <summary>What was mailed to the contact because somebody asked for it: codes and new links.</summary>
    public LastHour Mailed { get; init; } = LastHour.Never;

    /// <summary>Tries of any code.</summary>
    public LastHour Tried { get; init; } = LastHour.Never;

    /// <summary>Whether it can be tried.</summary>
    public bool IsLive(Instant now) => Hash is not null && now < Expires && Tries < MostTries;

    /// <summary>One more mail that was asked for; null where there were too many in the last hour.</summary>
    public OneTimeCode? Mail(Instant now) => Mailed.IsFull(now) ? null : this with { Mailed = Mailed.With(now) };

    /// <summary>A new code in place of the old one; null where too many were asked for.</summary>
    public OneTimeCode? Ask(byte[] hash, string keyId, Instant now) => Mail(now) is { } mailed
        ? mailed with { Hash = hash, KeyId = keyId, Expires = now + Life, Tries = 0 }
        : null;

    /// <summary>A try. The right code is used up by it.</summary>
    public OneTimeCode Try(bool right, Instant now) => this with
    {
        Tries = Tries + 1,
        Tried = Tried.With(now),
        Hash = right ? null : Hash,
    };

    /// <summary>Reads a row.</summary>
    public static OneTimeCode Read(Row row)
    {
        var known = RowVersions.Readable(row);
        return new OneTimeCode
        {
            Hash = known.Bytes("hash"),
            KeyId = known.Text("keyId"),
            Expires = known.Time("expires") ?? Instant.MinValue,
            Tries = (int)(known.Number("tries") ?? 0),
            Mailed = LastHour.Read(known.Text("mailed")),
            Tried = LastHour.Read(known.Text("tried")),
        };
    }

    /// <summary>The row.</summary>
    public Row ToRow(string contact) => RowVersions.NewRow(Keys.Of(contact))
        .With("hash", Hash)
        .With("keyId", KeyId)
        .With("expires", Hash is null ? null : Expires)
        .With("tries", Tries)
        .With("mailed", Mailed.ToString())
        .With("tried", Tried.ToString());
}
