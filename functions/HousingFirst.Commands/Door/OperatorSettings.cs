namespace HousingFirst.Commands.Door;

/// <summary>Who vouches for operators, and for which hub.</summary>
/// <param name="Authority">The OpenID Connect provider: below it is <c>.well-known/openid-configuration</c>.</param>
/// <param name="Audience">The name that the provider knows this hub by: a token for anything else is refused.</param>
/// <remarks>https://openid.net/specs/openid-connect-discovery-1_0.html</remarks>
public sealed record OperatorSettings(Uri Authority, string Audience)
{
    /// <summary>The provider's address.</summary>
    public const string AuthoritySetting = "HubOperators__authority";

    /// <summary>This hub's name there.</summary>
    public const string AudienceSetting = "HubOperators__audience";

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <returns>Null where neither is set: then no command is taken over the network.</returns>
    /// <exception cref="ArgumentException">One is missing or wrong: which, and its mend.</exception>
    public static OperatorSettings? Of(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var (authority, audience) = (setting(AuthoritySetting), setting(AudienceSetting));
        if (string.IsNullOrWhiteSpace(authority) && string.IsNullOrWhiteSpace(audience)) return null;
        if (string.IsNullOrWhiteSpace(authority))
            throw Wrong($"{AuthoritySetting} is missing, {AudienceSetting} is set: set both, or neither where operators send no commands.");
        if (string.IsNullOrWhiteSpace(audience))
            throw Wrong($"{AudienceSetting} is missing, {AuthoritySetting} is set: set both, or neither where operators send no commands.");
        return Uri.TryCreate(authority, UriKind.Absolute, out var uri) && IsSafe(uri) && uri.Query.Length == 0 && uri.UserInfo.Length == 0
            ? new OperatorSettings(uri, audience)
            : throw Wrong($"{AuthoritySetting} is no address of a provider: set it such as https://login.microsoftonline.com/TENANT/v2.0, without a query.");
    }

    /// <summary>Whether tokens may go to an address: only where nobody can listen.</summary>
    internal static bool IsSafe(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private static ArgumentException Wrong(string defect) => new(defect);
}
