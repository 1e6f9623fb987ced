using HousingFirst.Core.Partners;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Local.Doors;

/// <summary>The agencies of the partner directory, with the keys derived for each.</summary>
/// <param name="keys">The agencies' keys.</param>
/// <param name="directory">The directory as it is now.</param>
internal sealed class DirectoryAgencies(AgencyKeys keys, Func<PartnerDirectory> directory) : IDoorAgencies
{
    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> KeysOf(string agency) => directory().Find(agency) is null
        ? []
        : [.. keys.Of(agency).Select(key => key.Bytes)];

    /// <inheritdoc/>
    public bool HasQueue(string agency) => directory().Find(agency) is { ReadsQueue: true };

    /// <inheritdoc/>
    public bool IsSuspended(string agency) => directory().Find(agency) is { Standing.IsActive: false };
}
