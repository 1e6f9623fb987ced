using System.Collections.Frozen;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// Which words a mail may say (rule 9): a label that could mean only one thing to its reader is as good as the fact itself, so it is shown
/// only for classes A and B, or where at least three codes about two facets share it among those that reader's role is told of.
/// </summary>
public static class MailLabels
{
    private const int FewestCodes = 3;
    private const int FewestFacets = 2;
    private const int FewestClients = 3;

    private static readonly FrozenSet<(Role Role, string Label)> Ambiguous = FindAmbiguous().ToFrozenSet();

    /// <summary>The label of one notice. A death only ever says "please call", however late it is told (rule 5).</summary>
    /// <param name="own">The code it was sent with.</param>
    /// <param name="privacy">Its class.</param>
    /// <param name="urgency">Its urgency.</param>
    /// <param name="role">The reader's role.</param>
    /// <param name="clients">On how many clients' teams the reader is: with one or two, even a vague label points at someone.</param>
    public static MailLabel For(ChangeCode own, PrivacyClass privacy, Urgency urgency, Role role, int clients)
    {
        var shown = own.Code == Codes.Deceased || privacy is PrivacyClass.A or PrivacyClass.B
            || (clients >= FewestClients && Ambiguous.Contains((role, own.MailLabelEn)));
        return shown ? MailLabel.Of(own) : MailLabel.Generic(urgency);
    }

    private static IEnumerable<(Role Role, string Label)> FindAmbiguous() =>
        from role in Enum.GetValues<Role>()
        from label in Vocabulary.Current.Codes.Where(c => IsRoutedTo(c, role)).GroupBy(c => c.MailLabelEn)
        where label.Count() >= FewestCodes && label.Select(c => c.Facet).Distinct().Count() >= FewestFacets
        select (role, label.Key);

    private static bool IsRoutedTo(ChangeCode code, Role role) =>
        (code.WholeTeam || code.MustKnow.Contains(role))
        && !code.Never.Contains(role)
        && (code.OnlyVisiting is null || code.OnlyVisiting.Contains(role))
        && (code.Code == Codes.Deceased || Ceilings.Allow(role, code.Class, code.Facet));
}
