using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors.Access;

/// <summary>What a caller wants to do with a queue.</summary>
internal enum DoorRight
{
    /// <summary>Put messages on it.</summary>
    Send,

    /// <summary>Take messages from it, and settle them.</summary>
    Listen,
}

/// <summary>Why a caller may not pass, in each door's own form.</summary>
internal enum AccessProblem
{
    /// <summary>Who it is isn't proven, or it may not do this.</summary>
    Unauthorized,

    /// <summary>There is no such queue.</summary>
    NotFound,
}

/// <summary>Why a caller may not pass.</summary>
/// <param name="Problem">The kind.</param>
/// <param name="Detail">What happened, which rule, what to do. Never a value that was sent.</param>
internal sealed record AccessRefusal(AccessProblem Problem, string Detail);

/// <summary>
/// Who may pass a door. A token or a key proves an agency; an agency sends to the two inbound queues and listens to its own and that one's dead
/// letters, nothing else. This only keeps strangers out: the proof of sender travels with each message.
/// </summary>
internal sealed class QueueAccess(IDoorAgencies agencies, IClock clock)
{
    /// <summary>Admits the bearer of a token or says why not. A queue's existence is told only after the token is proven.</summary>
    /// <param name="token">The token.</param>
    /// <param name="address">The queue.</param>
    /// <param name="right">What is to be done with it.</param>
    /// <param name="below">A node below the queue that is called, such as <c>/$management</c>: a token for it alone is enough.</param>
    /// <returns>Null where it may pass; <c>token.KeyName</c> is then who it is.</returns>
    public AccessRefusal? Admit(SasToken token, QueueAddress address, DoorRight right, string below = "")
    {
        if (Prove(token) is { } unproven) return unproven;
        if (!token.Covers(address + below))
            return Unauthorized("InvalidAudience: sr is not this queue nor a path above it. Make the token for the address you call.");
        return Allow(token.KeyName, address, right);
    }

    /// <summary>Whether a token is good now, for whatever it covers.</summary>
    /// <returns>Null where it is.</returns>
    public AccessRefusal? Prove(SasToken token)
    {
        if (!token.IsSignedBy(agencies.KeysOf(token.KeyName)))
            return Unauthorized(
                "InvalidSignature: no live key of the agency in skn made this signature. Sign the percent-encoded sr, a line feed and se with "
                + "HMAC-SHA256 under the key's text as it stands (not decoded from base64); `hub connection-string AGENCY` prints a live key.");
        return token.Expires <= clock.GetCurrentInstant()
            ? Unauthorized("ExpiredToken: se is in the past. Make a new token, and check this machine's clock.")
            : null;
    }

    /// <summary>Whether the text is one of the agency's live keys. Takes the same time whichever character differs.</summary>
    public bool IsKeyOf(string agency, string text)
    {
        var given = Encoding.UTF8.GetBytes(text);
        var known = false;
        foreach (var key in agencies.KeysOf(agency)) known |= CryptographicOperations.FixedTimeEquals(key.Span, given);
        return known;
    }

    /// <summary>Whether a proven agency may do this.</summary>
    /// <returns>Null where it may.</returns>
    public AccessRefusal? Allow(string agency, QueueAddress address, DoorRight right)
    {
        var inbound = address.Queue is QueueNames.ClientChanges or QueueNames.PartnerActivity;
        var own = address.Queue.Equals(QueueNames.OfAgency(agency), StringComparison.OrdinalIgnoreCase);
        var anyones = address.Queue.StartsWith(QueueNames.OfAgency(""), StringComparison.Ordinal);
        if (!inbound && !anyones)
            return NotFound(
                $"There is no such queue. Send to `{QueueNames.ClientChanges}` or `{QueueNames.PartnerActivity}`; receive from `{QueueNames.OfAgency("")}` and your agency's id.");
        if (agencies.IsSuspended(agency))
            return Unauthorized("Unauthorized: this agency is suspended: it sends and receives nothing. Ask the community's lead organisation.");
        if (right == DoorRight.Send)
        {
            return inbound && !address.Dead ? null : Unauthorized(
                $"Unauthorized: an agency sends to `{QueueNames.ClientChanges}` and `{QueueNames.PartnerActivity}` only. Send there.");
        }

        if (!own)
            return Unauthorized(
                $"Unauthorized: an agency receives from its own queue only, `{QueueNames.OfAgency("")}` and its id, and from that queue's dead letters. Receive there.");
        return agencies.HasQueue(agency) ? null : NotFound(
            "This agency has no queue: its contacts are told by mail or phone. Ask the community's lead organisation to set a contact's channel to queue.");
    }

    /// <summary>Who it is isn't proven, or it may not do this.</summary>
    public static AccessRefusal Unauthorized(string detail) => new(AccessProblem.Unauthorized, detail);

    private static AccessRefusal NotFound(string detail) => new(AccessProblem.NotFound, detail);
}
