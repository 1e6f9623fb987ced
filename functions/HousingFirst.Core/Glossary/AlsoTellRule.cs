namespace HousingFirst.Core.Glossary;

/// <summary>Whom a program may add to those who must know.</summary>
public enum AlsoTellRule
{
    /// <summary>Anyone on the team.</summary>
    Yes,

    /// <summary>Nobody.</summary>
    No,

    /// <summary>Only contacts whom an R consent names.</summary>
    Named,
}
