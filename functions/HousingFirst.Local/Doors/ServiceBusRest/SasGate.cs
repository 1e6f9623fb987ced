using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>What a caller wants to do with a queue.</summary>
internal enum DoorRight
{
    /// <summary>Put messages on it.</summary>
    Send,

    /// <summary>Take messages from it, and settle them.</summary>
    Listen,
}

/// <summary>
/// Who may pass. A token proves an agency; an agency sends to the two inbound queues and listens to its own and that one's dead letters,
/// nothing else. This only keeps strangers out: the proof of sender travels with each message.
/// </summary>
internal sealed class SasGate(IDoorAgencies agencies, IClock clock)
{
    /// <summary>Admits a request or says why not. A queue's existence is told only after the token is proven.</summary>
    /// <returns>Null where it may pass; <paramref name="agency"/> is then who it is.</returns>
    public Refusal? Admit(HttpRequest request, QueueAddress address, DoorRight right, out string agency)
    {
        agency = "";
        var headers = request.Headers.Authorization;
        if (headers.Count > 1) return Unauthorized("MalformedToken: there are two Authorization headers; send one.");
        if (!SasToken.TryParse(headers, out var token, out var defect)) return Unauthorized(defect);
        if (!token.IsSignedBy(agencies.KeysOf(token.KeyName)))
            return Unauthorized(
                "InvalidSignature: no live key of the agency in skn made this signature. Sign the percent-encoded sr, a line feed and se with "
                + "HMAC-SHA256 under the key's text as it stands (not decoded from base64); `hub connection-string AGENCY` prints a live key.");
        if (token.Expires <= clock.GetCurrentInstant())
            return Unauthorized("ExpiredToken: se is in the past. Make a new token, and check this machine's clock.");
        if (!token.Covers(address.ToString()))
            return Unauthorized("InvalidAudience: sr is not this queue nor a path above it. Make the token for the address you call.");
        agency = token.KeyName;
        return Forbidden(agency, address, right);
    }

    private Refusal? Forbidden(string agency, QueueAddress address, DoorRight right)
    {
        var inbound = address.Queue is QueueNames.ClientChanges or QueueNames.PartnerActivity;
        var own = address.Queue.Equals(QueueNames.OfAgency(agency), StringComparison.OrdinalIgnoreCase);
        var anyones = address.Queue.StartsWith(QueueNames.OfAgency(""), StringComparison.Ordinal);
        if (!inbound && !anyones)
            return new(StatusCodes.Status404NotFound,
                $"There is no such queue. Send to `{QueueNames.ClientChanges}` or `{QueueNames.PartnerActivity}`; receive from `{QueueNames.OfAgency("")}` and your agency's id.");
        if (right == DoorRight.Send)
        {
            return inbound && !address.Dead ? null : Unauthorized(
                $"Unauthorized: an agency sends to `{QueueNames.ClientChanges}` and `{QueueNames.PartnerActivity}` only. Send there.");
        }

        if (!own)
            return Unauthorized(
                $"Unauthorized: an agency receives from its own queue only, `{QueueNames.OfAgency("")}` and its id, and from that queue's dead letters. Receive there.");
        return agencies.HasQueue(agency) ? null : new(StatusCodes.Status404NotFound,
            "This agency has no queue: its contacts are told by mail or phone. Ask the community's lead organisation to set a contact's channel to queue.");
    }

    private static Refusal Unauthorized(string detail) => new(StatusCodes.Status401Unauthorized, detail);
}
