using System.Security.Cryptography;

namespace HousingFirst.Hub;

/// <summary>What a deployment tells the hub.</summary>
/// <param name="Community">The community's id, the first part of every partition key.</param>
/// <param name="PublicUrl">Where the hub's pages are reached, ending in <c>/</c>: links in mail begin with it.</param>
public sealed record HubOptions(string Community, Uri PublicUrl)
{
    /// <summary>Draws a one-time code, 0 to 999,999. Nobody can foresee it unless a test says it: no head can forget to bring it.</summary>
    public Func<int> NewCode { get; init; } = static () => RandomNumberGenerator.GetInt32(1_000_000);
}
