namespace HousingFirst.Core.Costing;

/// <summary>A month's use of one deployment.</summary>
/// <param name="Programs">Funded programs.</param>
/// <param name="Partners">Partners who are informed.</param>
/// <param name="Changes">Client changes.</param>
public sealed record Usage(long Programs, long Partners, long Changes)
{
    /// <summary>Partners a program usually owes a contact.</summary>
    private const long PartnersOfProgram = 20;

    /// <summary>Nobody uses it: what it costs to be there.</summary>
    public static Usage Idle { get; } = new(0, 0, 0);

    /// <summary>Communities that the deployment serves.</summary>
    public long Communities { get; init; } = 1;

    /// <summary>Agencies that read a queue of their own.</summary>
    public long Agencies { get; init; } = Math.Min(Partners, 40);

    /// <summary>Mails sent.</summary>
    public long Mails { get; init; } = Changes * 33 / 10;

    /// <summary>Contacts of the month recorded.</summary>
    public long Contacts { get; init; } = Programs * Math.Min(Partners, PartnersOfProgram);

    /// <summary>Minutes between two ticks.</summary>
    public int TickMinutes { get; init; } = 5;

    /// <summary>Memory of an instance, in MB.</summary>
    public int MemoryMb { get; init; } = 512;

    /// <summary>Whether Service Bus is Standard.</summary>
    public bool Standard { get; init; }

    /// <summary>Who takes the mail.</summary>
    public MailSeller Seller { get; init; }

    /// <summary>Bytes logged for an execution, in place of what is assumed.</summary>
    public int BytesLogged { get; init; } = Assumed.BytesLogged;
}

/// <summary>Who takes the mail, as far as its price goes.</summary>
public enum MailSeller
{
    /// <summary>SendGrid, by the smallest plan that is enough.</summary>
    SendGrid,

    /// <summary>Azure Communication Services, by the mail, through its SMTP door.</summary>
    Acs,

    /// <summary>A mail server the community has anyway.</summary>
    Own,
}
