using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>
/// What a link in a mail carries. Nothing is stored: the signature is the proof. It is signed, not hidden - whoever holds the link can read
/// these values - so the ids in it must say nothing about a client.
/// </summary>
public sealed record LinkToken
{
    /// <summary>
    /// The longest notice id, in UTF-8 bytes. The limits keep a token under 240 characters: some mail programs break longer links.
    /// </summary>
    public const int LongestNotice = 128;

    /// <summary>The longest contact id, in UTF-8 bytes.</summary>
    public const int LongestContact = 48;

    /// <summary>The longest id of a key that signs links, in UTF-8 bytes.</summary>
    public const int LongestKeyId = 16;

    /// <summary>Makes a token.</summary>
    /// <param name="notice">The notice's id, 1 to <see cref="LongestNotice"/> bytes.</param>
    /// <param name="contact">The contact's id, 1 to <see cref="LongestContact"/> bytes.</param>
    /// <param name="purpose">What the link is for: a link for one purpose is none for another.</param>
    /// <param name="epoch">The contact's link epoch, from 0: raising it ends every older link.</param>
    /// <param name="expires">When it expires; the part of a second is dropped. Not before 1970.</param>
    /// <exception cref="ArgumentException">An id is empty or too long, or a number is out of range.</exception>
    public LinkToken(string notice, string contact, LinkPurpose purpose, int epoch, Instant expires)
    {
        LinkEncoding.CheckId(notice, LongestNotice, nameof(notice));
        LinkEncoding.CheckId(contact, LongestContact, nameof(contact));
        if (!Enum.IsDefined(purpose)) throw new ArgumentOutOfRangeException(nameof(purpose), "A link needs a purpose the hub knows.");
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        var seconds = expires.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(expires));
        (Notice, Contact, Purpose, Epoch, Expires) = (notice, contact, purpose, epoch, Instant.FromUnixTimeSeconds(seconds));
    }

    /// <summary>The notice's id.</summary>
    public string Notice { get; }

    /// <summary>The contact's id.</summary>
    public string Contact { get; }

    /// <summary>What the link is for.</summary>
    public LinkPurpose Purpose { get; }

    /// <summary>The contact's link epoch when the link was made.</summary>
    public int Epoch { get; }

    /// <summary>When it expires (UTC, whole seconds): from that instant on it is expired.</summary>
    public Instant Expires { get; }
}

/// <summary>What a link is for. The numbers are in signed links: never change one.</summary>
public enum LinkPurpose
{
    /// <summary>A notice: its page says whom to call and takes an answer.</summary>
    Open = 1,

    /// <summary>The reader's own mail: confirm the address, language, hour, "not me".</summary>
    Settings = 2,

    /// <summary>Stops mail with one click (RFC 8058).</summary>
    Unsubscribe = 3,

    /// <summary>A caseworker's pages: tell the team, who was told.</summary>
    Team = 4,

    /// <summary>Asks the specialist.</summary>
    Ask = 5,

    /// <summary>One call of an urgent notice's call list: reached, message left, not reached.</summary>
    Call = 6,

    /// <summary>Not in a mail: the cookie of a device on which a one-time code was entered.</summary>
    Device = 7,

    /// <summary>The contacts of the month of the reader's organisations.</summary>
    Month = 8,

    /// <summary>One meeting: come, or don't. What carries its id is the place of the notice.</summary>
    Meeting = 9,
}

/// <summary>What a token turned out to be.</summary>
public abstract record LinkReading
{
    private LinkReading()
    {
    }

    /// <summary>A link of this hub.</summary>
    /// <param name="Token">What it carries.</param>
    /// <param name="Expired">Whether its time is over; its page looks the same (promise 9).</param>
    public sealed record Valid(LinkToken Token, bool Expired) : LinkReading;

    /// <summary>No link of this hub: cut short, changed, signed with another key, or with one rotated away.</summary>
    public sealed record Forged : LinkReading;
}
