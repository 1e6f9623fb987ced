using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HousingFirst.Hub.Addresses;
using NodaTime;

namespace HousingFirst.Mail.SendGrid;

/// <summary>
/// Reads what SendGrid's Event Webhook posts: an array of events, signed with ECDSA over the timestamp and the body's own bytes. Only what proves
/// to be SendGrid's is read at all.
/// </summary>
public sealed class SendGridEvents
{
    /// <summary>The setting of the public key that SendGrid shows beside "Signed Event Webhook": base64 of a SubjectPublicKeyInfo.</summary>
    public const string KeySetting = "HF_MAIL_WEBHOOK_KEY";

    /// <summary>The custom argument that names our mail's recipient; SendGrid gives it back in every event about the mail.</summary>
    public const string ContactArgument = "hf_contact";

    /// <summary>A request older than this may be a recording that somebody plays again.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(10);

    private readonly byte[] key;
    private readonly IClock clock;

    private SendGridEvents(byte[] key, IClock clock) => (this.key, this.clock) = (key, clock);

    /// <summary>Reads the setting.</summary>
    /// <returns>Null where it is unset: no events are taken.</returns>
    /// <exception cref="ArgumentException">It is no public key.</exception>
    public static SendGridEvents? Of(Func<string, string?> setting, IClock clock)
    {
        if (setting(KeySetting) is not { Length: > 0 } text) return null;
        try
        {
            var key = Convert.FromBase64String(text);
            using var ecdsa = Import(key);
            return new SendGridEvents(key, clock);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            throw new ArgumentException(
                $"{KeySetting} is no public key: copy the verification key that SendGrid shows under Settings, Mail Settings, Event Webhook.", wrong);
        }
    }

    /// <summary>Whether a request is SendGrid's, and of these minutes.</summary>
    /// <param name="signature">Header X-Twilio-Email-Event-Webhook-Signature: base64 of a DER signature.</param>
    /// <param name="timestamp">Header X-Twilio-Email-Event-Webhook-Timestamp: Unix seconds.</param>
    /// <param name="body">The body as it came, byte for byte.</param>
    public bool IsSigned(string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        if (signature is null || timestamp is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (seconds > Instant.MaxValue.ToUnixTimeSeconds()) return false;
        var age = clock.GetCurrentInstant() - Instant.FromUnixTimeSeconds(seconds);
        if (age > Longest || age < -Longest) return false;
        var proof = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, proof, out var length)) return false;
        using var ecdsa = Import(key);
        return ecdsa.VerifyData([.. Encoding.ASCII.GetBytes(timestamp), .. body], proof.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>What came back for good, of the events of a body; null where it is no array of events.</summary>
    /// <remarks>An event that can't be read, or isn't about a mail of ours, takes nothing from the others.</remarks>
    public static IReadOnlyList<MailReturn>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray().Select(ReadOne).OfType<MailReturn>()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MailReturn? ReadOne(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || Text(one, ContactArgument) is not { } contact || Text(one, "email") is not { } address) return null;
        return ReasonOf(one) is { } reason ? new MailReturn(contact, address, reason) : null;
    }

    /// <summary>
    /// A bounce of type <c>blocked</c> and a deferral may pass; a mail is dropped for what SendGrid knows of an address from before, or for reasons
    /// that say nothing about it.
    /// </summary>
    private static StopReason? ReasonOf(JsonElement one) => Text(one, "event") switch
    {
        "bounce" when Text(one, "type") != "blocked" => StopReason.Bounced,
        "spamreport" => StopReason.Complained,
        "unsubscribe" or "group_unsubscribe" => StopReason.Unsubscribed,
        "dropped" => Text(one, "reason") switch
        {
            "Bounced Address" or "Invalid" => StopReason.Bounced,
            "Spam Reporting Address" => StopReason.Complained,
            "Unsubscribed Address" => StopReason.Unsubscribed,
            _ => null,
        },
        _ => null,
    };

    private static string? Text(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ECDsa Import(byte[] key)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key, out _);
        return ecdsa;
    }
}
