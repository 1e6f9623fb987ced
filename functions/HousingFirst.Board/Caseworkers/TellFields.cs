using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Caseworkers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Board.Caseworkers;

/// <summary>The fields of the form, as the page names them and as they come back.</summary>
public static class TellFields
{
    /// <summary>What the box for a code beyond the often used ones sends.</summary>
    public const string Other = "other-code";

    /// <summary>What some codes ask that only the client's own team can answer: asked once the client is chosen.</summary>
    public static IReadOnlyList<ChangeField> OfTeam { get; } =
        [ChangeField.OtherParty, ChangeField.Corrects, ChangeField.Consent, ChangeField.ConsentId, ChangeField.ConsentAllows, ChangeField.Member];

    /// <summary>The fields from top to bottom.</summary>
    internal static ImmutableArray<string> Order { get; } =
    [
        "client", "often", "occurredOn", "deadline", "expectedOn", "note", "otherParty", "left", "joined", "role", "theirRef", "consent", "recipient", "allows",
        "from", "to", "method", "witness", "version", "corrects", "alsoTell",
    ];

    /// <summary>Whether a code is about a consent.</summary>
    /// <param name="code">The code.</param>
    public static bool AsksConsent(ChangeCode code) =>
        code.Requires.Any(f => f is ChangeField.Consent or ChangeField.ConsentId or ChangeField.ConsentAllows);

    /// <summary>A day as date fields take and give it.</summary>
    public static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>The page's field that a defect is about; empty where it is about none.</summary>
    /// <param name="path">The defect's path.</param>
    /// <param name="code">The code that was chosen.</param>
    public static string Of(string path, string? code) => path.Split('.', '[') switch
    {
        ["subject", ..] => "client",
        ["data", "change", ..] => "often",
        ["data", "consent", "form"] => "version",
        ["data", "consent", var name and ("allows" or "recipient" or "from" or "to" or "method" or "witness"), ..] => name,
        ["data", "member", var name and ("role" or "theirRef")] => name,
        ["data", var name and ("occurredOn" or "deadline" or "expectedOn" or "otherParty" or "corrects" or "note" or "consent" or "alsoTell"), ..] => name,
        ["data", "member", ..] => MemberField(code),
        _ => string.Empty,
    };

    internal static TellForm Read(IFormCollection posted)
    {
        var often = Find(posted, "often");
        var code = string.IsNullOrEmpty(often) || often == Other ? Find(posted, "code") : often;
        return new TellForm
        {
            Id = Find(posted, "form") ?? string.Empty,
            Client = Find(posted, "client"),
            Code = code,
            OccurredOn = Find(posted, "occurredOn"),
            Deadline = Find(posted, "deadline"),
            DeadlineTime = Find(posted, "deadlineTime"),
            ExpectedOn = Find(posted, "expectedOn"),
            OtherParty = Find(posted, "otherParty"),
            Corrects = Find(posted, "corrects"),
            Note = Find(posted, "note"),
            Consent = Find(posted, "consent"),
            Recipient = Find(posted, "recipient"),
            Allows = [.. posted["allows"].OfType<string>()],
            From = Find(posted, "from"),
            To = Find(posted, "to"),
            Method = Find(posted, "method"),
            Witness = Find(posted, "witness"),
            Version = Find(posted, "version"),
            Member = Find(posted, MemberField(code)),
            Role = Find(posted, "role"),
            Visits = Find(posted, "visits") == "yes",
            TheirRef = Find(posted, "theirRef"),
            AlsoTell = [.. posted["alsoTell"].OfType<string>()],
            Seen = Find(posted, "seen"),
        };
    }

    /// <summary>Everything filled in, to be carried along by the next page.</summary>
    /// <param name="form">The form.</param>
    public static IEnumerable<(string Name, string Value)> Filled(TellForm form)
    {
        (string Name, string? Value)[] one =
        [
            ("form", form.Id), ("client", form.Client), ("code", form.Code), ("occurredOn", form.OccurredOn), ("deadline", form.Deadline),
            ("deadlineTime", form.DeadlineTime), ("expectedOn", form.ExpectedOn), ("otherParty", form.OtherParty), ("corrects", form.Corrects),
            ("note", form.Note), ("consent", form.Consent), ("recipient", form.Recipient), ("from", form.From), ("to", form.To), ("method", form.Method),
            ("witness", form.Witness), ("version", form.Version), (MemberField(form.Code), form.Member), ("role", form.Role),
            ("visits", form.Visits ? "yes" : null), ("theirRef", form.TheirRef), ("seen", form.Seen),
        ];
        return one.Where(f => f.Value is not null).Select(f => (f.Name, f.Value!)).Concat(form.Allows.Select(a => ("allows", a)));
    }

    /// <summary>Who left is chosen from the team, who joined from the directory.</summary>
    private static string MemberField(string? code) => code == Core.ClientChanges.Codes.Joined ? "joined" : "left";

    private static string? Find(IFormCollection posted, string name) => posted.TryGetValue(name, out StringValues value) ? value.ToString() : null;
}
