using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>What a role may ever be told, whatever the consent (rule 5).</summary>
public static class Ceilings
{
    /// <summary>Whether a change of this class and facet is inside the role's ceiling. The facet none is inside every ceiling.</summary>
    public static bool Allow(Role role, PrivacyClass privacy, Facet facet)
    {
        if (role == Role.HSG && privacy is not (PrivacyClass.A or PrivacyClass.B)) return false;
        return facet == Facet.None || role switch
        {
            Role.PRG => true,
            Role.HSG or Role.COO => facet is Facet.Housing,
            Role.INC => facet is Facet.Housing or Facet.Money,
            Role.JUS => facet is Facet.Housing or Facet.Justice or Facet.Family,
            Role.HLT => facet is Facet.Housing or Facet.Health or Facet.Safety,
            Role.OUT => facet is Facet.Housing or Facet.Health or Facet.Justice or Facet.Safety,
            Role.SPC => facet is Facet.Housing or Facet.Safety,
            _ => false,
        };
    }
}
