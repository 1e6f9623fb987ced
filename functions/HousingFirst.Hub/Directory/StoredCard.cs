using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Directory;

/// <summary>A route card as stored.</summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="Last">Its last edit; null where it was never edited.</param>
/// <param name="Row">Its row, with the ETag that guards the next edit.</param>
public sealed record StoredCard(Organisation Organisation, DirectoryEdit? Last, Row Row)
{
    /// <summary>How often it was edited.</summary>
    public long Revision => Last?.Revision ?? 0;
}
