namespace HousingFirst.Hub;

/// <summary>What a deployment tells the hub.</summary>
/// <param name="Community">The community's id, the first part of every partition key.</param>
/// <param name="PublicUrl">Where the hub's pages are reached, ending in <c>/</c>: links in mail begin with it.</param>
public sealed record HubOptions(string Community, Uri PublicUrl);
