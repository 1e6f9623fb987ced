using HousingFirst.Core.ClientChanges;

namespace HousingFirst.Hub.Addresses;

/// <summary>Ends mail to an address that does not reach the person it is meant for.</summary>
public interface IStopAddress
{
    /// <summary>
    /// Stops a contact's address in every organisation, for everyone who has the same address. What is held or queued for it is decided again
    /// before it leaves. The same again changes nothing.
    /// </summary>
    /// <param name="contact">The contact's id; one that is not in the directory stops nothing.</param>
    /// <param name="reason">Why, for the directory's log.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    ValueTask RunAsync(string contact, StopReason reason, Surroundings at, CancellationToken cancellation);
}

/// <summary>Why an address was stopped.</summary>
public enum StopReason
{
    /// <summary>Its reader says that the mail is for someone else.</summary>
    NotMe,

    /// <summary>A mail came back for good.</summary>
    Bounced,

    /// <summary>Its reader reported a mail as spam.</summary>
    Complained,

    /// <summary>Its reader wants no mail.</summary>
    Unsubscribed,
}
