using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// The few words a mail says about a change. It can only be made from the vocabulary or from an urgency, so it can't hold a client fact.
/// </summary>
public sealed record MailLabel
{
    private readonly ChangeCode? code;
    private readonly Urgency urgency;

    private MailLabel(ChangeCode? code, Urgency urgency)
    {
        this.code = code;
        this.urgency = urgency;
    }

    /// <summary>The vocabulary's mail label of a code.</summary>
    public static MailLabel Of(ChangeCode code) => new(code, code.Urgency);

    /// <summary>The label that says only how soon.</summary>
    public static MailLabel Generic(Urgency urgency) => new(null, urgency);

    /// <summary>The words.</summary>
    public string Text(Language language) => code?.MailLabel(language) ?? (urgency, language) switch
    {
        (Urgency.U4, Language.French) => "Veuillez nous appeler",
        (Urgency.U4, _) => "Please call",
        (Urgency.U3, Language.French) => "Réponse demandée sans tarder",
        (Urgency.U3, _) => "Please answer now",
        (Urgency.U2, Language.French) => "À lire aujourd’hui",
        (Urgency.U2, _) => "Please read today",
        (_, Language.French) => "Mise à jour à lire",
        _ => "Update to read",
    };
}
