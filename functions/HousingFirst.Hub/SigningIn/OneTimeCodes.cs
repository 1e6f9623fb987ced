using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.SigningIn;

/// <summary>
/// One-time codes: who holds a link and reads the mailbox it was sent to is taken for its reader on that device for a month. A link alone may
/// have been passed on.
/// </summary>
public sealed class OneTimeCodes(
    ITables tables, IKeyRing keys, LinkSigner signer, DirectoryCache directory, IMailer mailer, HubOptions options, IClock clock)
{
    /// <summary>How long a device is known.</summary>
    public static readonly Duration DeviceLife = Duration.FromDays(30);

    /// <summary>How long a code works.</summary>
    public static readonly Duration CodeLife = OneTimeCode.Life;

    /// <summary>How often one code may be tried.</summary>
    public const int MostTries = OneTimeCode.MostTries;

    /// <summary>How many codes, and new links, a contact is sent in any hour, and how often codes are tried in it.</summary>
    public const int MostAnHour = LastHour.Most;

    private const int Length = 6;
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes("housing-first code v1\0");

    private readonly CodeStore store = new(tables, options.Community);

    /// <summary>Who a link is for, with an address where mail reaches one; null for who is in the directory no more.</summary>
    public async ValueTask<Contact?> ReaderAsync(LinkToken link, CancellationToken cancellation)
    {
        var entries = (await directory.NowAsync(cancellation)).Directory.Entries(link.Contact).ToArray();
        return entries.FirstOrDefault(ComposeMail.IsMailable) ?? entries.FirstOrDefault();
    }

    /// <summary>Whether a mailbox of the link's contact is read by several people: of a person's entries any, since a code goes to one of them.</summary>
    public async ValueTask<bool> IsReadBySeveralAsync(LinkToken link, CancellationToken cancellation) =>
        (await directory.NowAsync(cancellation)).Directory.Entries(link.Contact).Any(c => c.Shared);

    /// <summary>Sends a new code to the contact's address in the directory. It takes the place of the one before.</summary>
    public async ValueTask<AskedMail> SendAsync(Contact contact, CancellationToken cancellation)
    {
        if (!ComposeMail.IsMailable(contact)) return AskedMail.NoAddress;
        var now = clock.GetCurrentInstant();
        var code = options.NewCode().ToString("D6", CultureInfo.InvariantCulture);
        var key = keys.Of(KeyPurpose.Links)[0];
        var number = await store.ChangeAsync(
            contact.Id,
            known => known.Ask(Hash(key, contact.Id, code), key.Id, now) is { } next ? (next, next.Mailed.Times.Length) : (null, 0),
            cancellation);
        if (number == 0) return AskedMail.TooMany;
        var id = string.Create(CultureInfo.InvariantCulture, $"code.{contact.Id}.{now.ToUnixTimeSeconds()}-{number}");
        return await mailer.SendAskedAsync(new MailContent.Code(id, ComposeMail.Recipient(contact), now, code), cancellation);
    }

    /// <summary>Tries a code. However many try at once, no code is tried more than <see cref="MostTries"/> times.</summary>
    public ValueTask<CodeEntering> EnterAsync(string contact, string entered, CancellationToken cancellation)
    {
        var digits = string.Concat(entered.Where(c => !char.IsWhiteSpace(c) && c != '-'));
        if (digits.Length != Length || !digits.All(char.IsAsciiDigit)) return ValueTask.FromResult(CodeEntering.Wrong);
        var now = clock.GetCurrentInstant();
        return store.ChangeAsync<CodeEntering>(
            contact,
            known =>
            {
                if (!known.IsLive(now)) return (null, CodeEntering.Over);
                if (known.Tried.IsFull(now)) return (null, CodeEntering.TooMany);
                var right = keys.Of(KeyPurpose.Links).FirstOrDefault(k => k.Id == known.KeyId) is { } key
                    && CryptographicOperations.FixedTimeEquals(known.Hash, Hash(key, contact, digits));
                return (known.Try(right, now), right ? CodeEntering.Right : CodeEntering.Wrong);
            },
            cancellation);
    }

    /// <summary>What a device keeps once the right code was entered on it: of the link's contact and epoch, so "not me" ends it too.</summary>
    public string DeviceOf(LinkToken link) => signer.Sign(
        new LinkToken(MailLinks.NoNotice, link.Contact, LinkPurpose.Device, link.Epoch, clock.GetCurrentInstant() + DeviceLife));

    /// <summary>Whether what a device keeps is of this link's contact and epoch, and not too old. Any text may be given.</summary>
    public bool Knows(string? device, LinkToken link) =>
        device is not null
        && signer.Read(device, clock.GetCurrentInstant()) is LinkReading.Valid { Expired: false, Token: { Purpose: LinkPurpose.Device } known }
        && known.Contact == link.Contact
        && known.Epoch == link.Epoch;

    /// <summary>Counts a mail that a page was asked for beside codes: the how-manieth of the last hour it is, or 0 where there were too many.</summary>
    internal ValueTask<int> CountMailAsync(string contact, Instant now, CancellationToken cancellation) => store.ChangeAsync(
        contact, known => known.Mail(now) is { } next ? (next, next.Mailed.Times.Length) : (null, 0), cancellation);

    /// <summary>A key, not only a hash: six digits are quickly tried by whoever reads the row.</summary>
    private static byte[] Hash(RingKey key, string contact, string code) =>
        HMACSHA256.HashData(key.Secret.Span, [.. Prefix, .. Encoding.UTF8.GetBytes($"{contact}\0{code}")]);
}

/// <summary>What became of trying a code.</summary>
public enum CodeEntering
{
    /// <summary>It is the one; it is used up now.</summary>
    Right,

    /// <summary>It is another, or no code.</summary>
    Wrong,

    /// <summary>There is none any more: too old, used, or tried too often.</summary>
    Over,

    /// <summary>Too many were tried in the last hour.</summary>
    TooMany,
}
