using MailKit.Security;

namespace HousingFirst.Mail.Returns;

/// <summary>The mailbox to which mail comes back.</summary>
/// <param name="Host">Its server's name or address.</param>
/// <param name="Port">110, or 995 over TLS.</param>
/// <param name="Tls">When the connection is made private.</param>
/// <param name="User">Who the hub is there.</param>
/// <param name="Password">The user's password.</param>
public sealed record BounceMailboxSettings(string Host, int Port, SecureSocketOptions Tls, string User, string Password)
{
    /// <summary>The setting of the place: <c>pop3://USER@HOST</c> (STARTTLS) or <c>pop3s://USER@HOST</c>; unset: nothing is fetched.</summary>
    public const string PlaceSetting = "HF_MAIL_BOUNCES";

    /// <summary>The setting of the password.</summary>
    public const string SecretSetting = "HF_MAIL_BOUNCES_SECRET";

    /// <summary>How long the server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <returns>Null where nothing is to be fetched.</returns>
    /// <exception cref="ArgumentException">A setting is missing or wrong: which, and how to write it.</exception>
    public static BounceMailboxSettings? Of(Func<string, string?> setting)
    {
        if (setting(PlaceSetting) is not { Length: > 0 } place) return null;
        const string Mend = "write pop3s://USER@HOST or pop3://USER@HOST";
        if (!Uri.TryCreate(place, UriKind.Absolute, out var uri) || uri.Scheme is not ("pop3" or "pop3s") || uri.Host.Length == 0)
            throw Wrong(PlaceSetting, "is no mailbox", Mend);
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal)) throw Wrong(PlaceSetting, "holds a password", $"put it in {SecretSetting}");
        if (uri.UserInfo.Length == 0) throw Wrong(PlaceSetting, "names no user", Mend);
        if (uri.AbsolutePath.Trim('/').Length > 0 || uri.Query.Length > 0) throw Wrong(PlaceSetting, "has something after the port", Mend);
        if (setting(SecretSetting) is not { Length: > 0 } secret) throw Wrong(SecretSetting, "is missing", $"set it to the password of {PlaceSetting}'s user");
        var (tls, usual) = uri.Scheme == "pop3s"
            ? (SecureSocketOptions.SslOnConnect, 995)
            : (uri.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls, 110);
        return new BounceMailboxSettings(uri.Host, uri.Port > 0 ? uri.Port : usual, tls, Uri.UnescapeDataString(uri.UserInfo), secret);
    }

    /// <summary>The place, without who and how.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static ArgumentException Wrong(string name, string rule, string mend) => new($"{name} {rule}: {mend}.");
}
