using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace HousingFirst.Commands.Door;

/// <summary>Checks the tokens that operators send: signed by the provider, for this hub, still good, with the role.</summary>
/// <remarks>RFC 6750 (bearer tokens), RFC 7519 (their claims), OpenID Connect Discovery 1.0 (the provider's keys).</remarks>
internal sealed class OperatorTokens
{
    /// <summary>The role that a token must name in its claim <c>roles</c>.</summary>
    public const string Role = "operator";

    /// <summary>How far the provider's clock and ours may be apart.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(2);

    /// <summary>What says who it is, best first: of a person in either version of Entra's tokens, of anybody else's, of a program.</summary>
    private static readonly string[] Names = ["preferred_username", "upn", "email", "sub", "azp", "appid"];

    /// <summary>A name is shown in logs of edits: longer ones are cut.</summary>
    private const int LongestName = 60;

    private readonly ConfigurationManager<OpenIdConnectConfiguration> provider;
    private readonly TokenValidationParameters rules;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Sees to nothing yet: the provider is asked at the first token, and its keys are kept.</summary>
    public OperatorTokens(OperatorSettings settings, IClock clock)
    {
        provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = settings.Authority.Scheme == Uri.UriSchemeHttps });
        rules = new TokenValidationParameters
        {
            ConfigurationManager = provider,
            ValidAudiences = Forms(settings.Audience),
            // Keys that both sides know would let anybody who checks tokens make them.
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) =>
                until is { } end && At(end) + Skew > clock.GetCurrentInstant() && (from is not { } begin || At(begin) - Skew <= clock.GetCurrentInstant()),
        };
    }

    /// <summary>Checks a request's <c>Authorization</c>.</summary>
    /// <exception cref="IOException">The provider can't be asked.</exception>
    public async ValueTask<TokenVerdict> CheckAsync(string? authorization, CancellationToken cancellation)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return new TokenVerdict.Missing();
        try
        {
            await provider.GetConfigurationAsync(cancellation);
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new IOException($"The provider in {OperatorSettings.AuthoritySetting} can't be asked for its keys. Try again; if it stays so, check that setting.", fault);
        }

        var result = await handler.ValidateTokenAsync(authorization[Scheme.Length..].Trim(), rules);
        if (!result.IsValid) return new TokenVerdict.Invalid(Defect(result.Exception));
        var claims = result.ClaimsIdentity.Claims.ToArray();
        if (!claims.Any(c => c.Type == "roles" && c.Value == Role)) return new TokenVerdict.NoRole();
        return NameOf(claims) is { } name ? new TokenVerdict.Operator(name) : new TokenVerdict.Invalid("it does not say whose it is");
    }

    private static string? NameOf(Claim[] claims)
    {
        var name = Names.Select(n => claims.FirstOrDefault(c => c.Type == n)?.Value).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
        return name is null ? null : new string([.. name.Where(c => !char.IsControl(c)).Take(LongestName)]);
    }

    /// <summary>Never with the token or a part of it.</summary>
    private static string Defect(Exception? fault) => fault switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "it has ended, or isn't good yet",
        SecurityTokenInvalidAudienceException => "it is for something else than this hub",
        SecurityTokenInvalidIssuerException => "another provider made it",
        SecurityTokenInvalidAlgorithmException => "it is signed in a way that proves nothing here",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => "the provider did not sign it",
        _ => "it is no token that can be read",
    };

    /// <summary>Entra writes an application's id alone or as an address, by the version of the token: both are the same one.</summary>
    private static string[] Forms(string audience)
    {
        const string Address = "api://";
        var bare = audience.StartsWith(Address, StringComparison.Ordinal) ? audience[Address.Length..] : audience;
        return Guid.TryParse(bare, CultureInfo.InvariantCulture, out _) ? [bare, Address + bare] : [audience];
    }

    private static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}

/// <summary>What a token is worth.</summary>
internal abstract record TokenVerdict
{
    private TokenVerdict()
    {
    }

    /// <summary>An operator's.</summary>
    /// <param name="Name">Who it is, for the audit.</param>
    public sealed record Operator(string Name) : TokenVerdict;

    /// <summary>There is none.</summary>
    public sealed record Missing : TokenVerdict;

    /// <summary>It proves nothing.</summary>
    /// <param name="Why">In words.</param>
    public sealed record Invalid(string Why) : TokenVerdict;

    /// <summary>It is somebody's who is no operator.</summary>
    public sealed record NoRole : TokenVerdict;
}
