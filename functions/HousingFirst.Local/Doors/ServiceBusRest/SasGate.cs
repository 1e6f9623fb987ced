using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>Who may pass, by the token in a request's Authorization header.</summary>
internal sealed class SasGate(QueueAccess access)
{
    /// <summary>Admits a request or says why not.</summary>
    /// <returns>Null where it may pass; <paramref name="agency"/> is then who it is.</returns>
    public Refusal? Admit(HttpRequest request, QueueAddress address, DoorRight right, out string agency)
    {
        agency = "";
        var headers = request.Headers.Authorization;
        if (headers.Count > 1) return Unauthorized("MalformedToken: there are two Authorization headers; send one.");
        if (string.IsNullOrWhiteSpace(headers))
            return Unauthorized("MissingToken: there is no Authorization header. Send the one that `hub connection-string AGENCY` gives the key for.");
        if (!SasToken.TryParse(headers, out var token, out var defect)) return Unauthorized(defect);
        if (access.Admit(token, address, right) is { } refused)
            return new Refusal(
                refused.Problem == AccessProblem.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status401Unauthorized, refused.Detail);
        agency = token.KeyName;
        return null;
    }

    private static Refusal Unauthorized(string detail) => new(StatusCodes.Status401Unauthorized, detail);
}
