using Azure.Core;
using Azure.Identity;
using HousingFirst.Commands;

namespace HousingFirst.Local.Commands.Azure;

/// <summary>The token of the person at the terminal, for the hub they send a command to.</summary>
internal static class HubToken
{
    /// <summary>A token that the person got elsewhere.</summary>
    public const string TokenSetting = "HF_HUB_TOKEN";

    /// <summary>The hub's name at Entra ID: who `az login` says the person is gets a token for that and nothing else.</summary>
    public const string AudienceSetting = "HF_HUB_AUDIENCE";

    /// <summary>Gets it. For whom is never the hub's to say: whoever answers at a wrong address would choose what they get.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static async ValueTask<string> GetAsync(Func<string, string?> setting, CancellationToken cancellation)
    {
        if (setting(TokenSetting) is { Length: > 0 } token) return token.Trim();
        if (setting(AudienceSetting) is not { Length: > 0 } audience)
        {
            throw new CommandFailure(
                $"Who are you? Set {AudienceSetting} to what the hub has in HubOperators__audience, and sign in (az login); or set {TokenSetting} to a token of another provider.");
        }

        try
        {
            return (await new AzureCliCredential().GetTokenAsync(new TokenRequestContext([audience.TrimEnd('/') + "/.default"]), cancellation)).Token;
        }
        catch (AuthenticationFailedException fault)
        {
            throw new CommandFailure($"No token for {AudienceSetting}: {fault.Message}", fault);
        }
    }
}
