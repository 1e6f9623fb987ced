using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HousingFirst.Mail.Tests.Providers;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HousingFirst.Local.Tests.Operators;

/// <summary>An OpenID Connect provider on a loopback port: its discovery document, its keys, and tokens signed with them.</summary>
internal sealed class TokenProvider : LoopbackServer
{
    /// <summary>The hub's name at this provider.</summary>
    public const string Audience = "api://0b9b3a0e-1f5c-4a52-9a44-6d1f2f3c4b5a";

    private RsaSecurityKey key = NewKey("1");

    /// <summary>Its address.</summary>
    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>How often its keys were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>The settings of a hub that trusts it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["HubOperators__authority"] = Issuer,
        ["HubOperators__audience"] = Audience,
    };

    /// <summary>Signs with another key from now on, and publishes only that.</summary>
    public void Rotate() => key = NewKey("2");

    /// <summary>A token of an operator, but for what a test changes.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null, DateTime? now = null)
    {
        var at = now ?? DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = at.AddMinutes(-1),
            IssuedAt = at.AddMinutes(-1),
            Expires = at.AddHours(1),
            Subject = new ClaimsIdentity([new Claim("preferred_username", "kim@city.example"), new Claim("sub", "17"), new Claim("roles", "operator")]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>Its key as everybody may see it, taken for a secret that both sides know.</summary>
    public SigningCredentials PublicKeyAsSecret() => new(
        new SymmetricSecurityKey(Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256);

    /// <summary>A key that is not its own under the name of one that is.</summary>
    public SigningCredentials StrangersKey() => new(NewKey(key.KeyId), SecurityAlgorithms.RsaSha256);

    protected override async Task PlayAsync(StreamReader reader, Stream answers, CancellationToken cancellation)
    {
        var asked = await reader.ReadLineAsync(cancellation) ?? string.Empty;
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 }) { }
        var body = asked.Contains("/.well-known/openid-configuration", StringComparison.Ordinal)
            ? JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = Issuer + "/keys" })
            : JsonSerializer.Serialize(new { keys = new[] { Public() } });
        if (asked.Contains("/keys", StringComparison.Ordinal)) Asked++;
        await SayAsync(
            answers,
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"),
            cancellation);
    }

    private object Public()
    {
        var open = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(open.Modulus), e = Base64UrlEncoder.Encode(open.Exponent) };
    }

    private static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };
}
