using System.Collections.Frozen;

namespace HousingFirst.Hub.Teams;

/// <summary>The columns of a teams sheet: one line a partner of a client, its consent on the same line.</summary>
public enum TeamsColumn
{
    /// <summary>Your own reference for the client; never a name. Every line has it.</summary>
    Client,

    /// <summary>The day the client was enrolled or the partner joined, `2026-12-01`; empty: today.</summary>
    Since,

    /// <summary>The partner: an agency id of `hub community`.</summary>
    Partner,

    /// <summary>The partner's contact for this client: a contact id of `hub community`.</summary>
    Contact,

    /// <summary>What it does for this client: `PRG`, `HSG`, `HLT`, `INC`, `OUT`, `COO`, `JUS` or `SPC`.</summary>
    Role,

    /// <summary>Whether it visits the client at home: `yes` or `no`.</summary>
    Visits,

    /// <summary>The partner's own reference for the client.</summary>
    PartnerReference,

    /// <summary>Your own id for the consent; empty: made from who it is for and its first day.</summary>
    Consent,

    /// <summary>Whom the consent is for: an agency id, or a contact id for that person only; empty: the partner.</summary>
    ConsentTo,

    /// <summary>What may be told: any of `B`, `housing`, `health`, `justice`, `money`, `safety`, `family`, `R`.</summary>
    Allows,

    /// <summary>The consent's first day. A consent signed anew has a new first day.</summary>
    From,

    /// <summary>Its last day, included; at most 366 days in all.</summary>
    To,

    /// <summary>How it was given: `written`, `electronic` or `spoken`.</summary>
    Method,

    /// <summary>With `spoken`: the worker who heard it.</summary>
    Witness,

    /// <summary>The version printed on the form.</summary>
    Form,
}

/// <summary>How the columns are headed, in both languages.</summary>
public static class TeamsColumns
{
    private static readonly (TeamsColumn Column, string English, string French)[] Heads =
    [
        (TeamsColumn.Client, "client", "client"),
        (TeamsColumn.Since, "since", "depuis"),
        (TeamsColumn.Partner, "partner", "partenaire"),
        (TeamsColumn.Contact, "contact", "personne_ressource"),
        (TeamsColumn.Role, "role", "rôle"),
        (TeamsColumn.Visits, "visits", "visites"),
        (TeamsColumn.PartnerReference, "partner_reference", "référence_du_partenaire"),
        (TeamsColumn.Consent, "consent", "consentement"),
        (TeamsColumn.ConsentTo, "consent_to", "consentement_pour"),
        (TeamsColumn.Allows, "allows", "permet"),
        (TeamsColumn.From, "from", "du"),
        (TeamsColumn.To, "to", "au"),
        (TeamsColumn.Method, "method", "mode"),
        (TeamsColumn.Witness, "witness", "témoin"),
        (TeamsColumn.Form, "form", "formulaire"),
    ];

    private static readonly FrozenDictionary<string, TeamsColumn> ByHead = Heads
        .SelectMany(h => new[] { (h.English, h.Column), (h.French, h.Column) }).DistinctBy(h => Fold(h.Item1))
        .ToFrozenDictionary(h => Fold(h.Item1), h => h.Column, StringComparer.Ordinal);

    /// <summary>Every column, in the order of the template.</summary>
    public static IReadOnlyList<TeamsColumn> All { get; } = [.. Heads.Select(h => h.Column)];

    /// <summary>The words over a column: English, French.</summary>
    public static (string English, string French) HeadsOf(TeamsColumn column) => Array.Find(Heads, h => h.Column == column) is var found ? (found.English, found.French) : default;

    /// <summary>The column under a head, in either language, letters of either case and accents alike; null where it is none.</summary>
    public static TeamsColumn? Find(string head) => ByHead.TryGetValue(Fold(head), out var column) ? column : null;

    /// <summary>Whether a column's head is written in English, or alike in both.</summary>
    internal static bool IsEnglish(TeamsColumn column, string head) => Fold(HeadsOf(column).English) == Fold(head);

    /// <summary>The head nearest to what was written, or null.</summary>
    internal static string? Nearest(string head) =>
        Core.Glossary.Spelling.Nearest(Fold(head), ByHead.Keys, atMost: head.Length > 5 ? 2 : 1) is { } near ? Array.Find(Heads, h => Fold(h.English) == near || Fold(h.French) == near).English : null;

    /// <summary>A word without case, accents and the marks between words.</summary>
    internal static string Fold(string text) => string.Concat(text.Trim().ToLowerInvariant().Select(Plain)).Trim();

    private static string Plain(char c) => c switch
    {
        'à' or 'â' or 'ä' => "a",
        'é' or 'è' or 'ê' or 'ë' => "e",
        'î' or 'ï' => "i",
        'ô' or 'ö' => "o",
        'ù' or 'û' or 'ü' => "u",
        'ç' => "c",
        '_' or '-' or ' ' or '\u00A0' => string.Empty,
        _ => c.ToString(),
    };
}
