namespace HousingFirst.Mail.Smtp;

/// <summary>The mail server that takes the hub's mail.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">587 for submission (RFC 6409), 465 for submission over TLS (RFC 8314).</param>
/// <param name="Tls">When the connection is made private.</param>
/// <param name="User">Who the hub is there; null where the server asks nobody.</param>
/// <param name="Password">The user's password.</param>
/// <param name="From">The sender, as <c>Name &lt;address&gt;</c>.</param>
public sealed record SmtpSettings(string Host, int Port, SmtpTls Tls, string? User, string? Password, string From)
{
    /// <summary>How long a mail server may be silent. RFC 5321 lets it think for minutes; a hub that hands over thousands can't.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The place, without who and how.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>When a connection to a mail server is made private.</summary>
public enum SmtpTls
{
    /// <summary>From its first byte.</summary>
    Always,

    /// <summary>By STARTTLS; a server that doesn't offer it gets no mail.</summary>
    Upgrade,

    /// <summary>By STARTTLS where it is offered: for a server on this machine only.</summary>
    WhereOffered,
}
