using Azure.Identity;

namespace HousingFirst.Azure.Settings;

/// <summary>The identity under which the hub runs: no key is kept anywhere.</summary>
internal static class ManagedIdentity
{
    /// <summary>A user-assigned identity by its client id, or the system-assigned one.</summary>
    public static ManagedIdentityCredential Of(string? clientId) => new(
        clientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
}
