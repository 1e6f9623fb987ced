using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.Partners;

/// <summary>
/// Where a person works for two organisations, their lines come in one digest; but what a landlord's or a police unit's mailbox holds never
/// lies beside what others were told, so each of these has a digest of its own.
/// </summary>
public enum DigestSide
{
    /// <summary>Everyone else: one digest, whatever the number of organisations.</summary>
    Team,

    /// <summary>A housing provider's.</summary>
    Housing,

    /// <summary>Of an organisation that is a source only.</summary>
    Police,
}

/// <summary>Which of a person's digests a line is in.</summary>
public static class DigestSides
{
    /// <summary>The digest of a line.</summary>
    /// <param name="role">The role in which it is told.</param>
    /// <param name="organisation">The organisation for which it is told; null where it has left the directory.</param>
    public static DigestSide Of(Role role, Organisation? organisation)
    {
        if (organisation is { Kind: OrganisationKind.SourceOnly }) return DigestSide.Police;
        return role == Role.HSG || (organisation is not null && organisation.Roles.Contains(Role.HSG)) ? DigestSide.Housing : DigestSide.Team;
    }
}
