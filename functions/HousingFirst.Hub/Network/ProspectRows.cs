using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Network;

/// <summary>
/// How a prospect lies in the partition <c>C|network</c>: its head <c>id|0</c>, and a row each for its suggestions (<c>g</c>), steps (<c>s</c>) and
/// contributions (<c>c</c>). Every write of one goes with the head's ETag.
/// </summary>
internal static class ProspectRows
{
    public static string HeadKey(ProspectId id) => Keys.Of(id.Value, "0");

    public static Row OfHead(Prospect prospect) => RowVersions.NewRow(HeadKey(prospect.Id))
        .With("name", prospect.Name)
        .With("since", prospect.Since)
        .With("prompted", prospect.Prompted);

    public static Row Of(ProspectId id, Suggestion suggestion) => RowVersions.NewRow(Keys.Of(id.Value, "g", suggestion.Key))
        .With("agency", suggestion.Agency)
        .With("by", suggestion.By)
        .With("suggested", suggestion.At)
        .With("why", suggestion.Why)
        .With("contact", suggestion.Contact?.Name)
        .With("phone", suggestion.Contact?.Phone)
        .With("mail", suggestion.Contact?.Mail)
        .With("area", suggestion.Area)
        .With("role", suggestion.Role?.ToString());

    public static Row Of(ProspectId id, RecruitmentStep step) => RowVersions.NewRow(Keys.Of(id.Value, "s", Number(step.Number)))
        .With("state", step.State.Word())
        .With("on", step.On)
        .With("by", step.By)
        .With("next", step.Next)
        .With("askAgain", step.AskAgain);

    public static Row Of(ProspectId id, Contribution contribution) => RowVersions.NewRow(Keys.Of(id.Value, "c", Number(contribution.Number)))
        .With("on", contribution.On)
        .With("by", contribution.By)
        .With("what", contribution.What);

    /// <summary>A prospect from its rows, the head first.</summary>
    /// <exception cref="InvalidDataException">The first row is no head, or a row is none of the four.</exception>
    public static StoredProspect Read(IReadOnlyList<Row> rows)
    {
        var head = RowVersions.Readable(rows[0]);
        var parts = Keys.Parts(head.Key);
        if (parts is not [var id, "0"]) throw new InvalidDataException("A prospect's rows have no head. The data is damaged: run `hub check`.");
        var prospect = new Prospect(new ProspectId(id), head.NeedText("name"), head.Time("since")!.Value) { Prompted = head.Text("prompted") };
        foreach (var row in rows.Skip(1)) prospect = With(prospect, RowVersions.Readable(row));
        return new StoredProspect(
            prospect with
            {
                Suggestions = [.. prospect.Suggestions.OrderBy(s => s.At).ThenBy(s => s.Key, StringComparer.Ordinal)],
            },
            head.ETag!,
            [.. rows.Skip(1).Select(r => r.Key)]);
    }

    private static Prospect With(Prospect prospect, Row row) => Keys.Parts(row.Key) switch
    {
        [_, "g", var key] => prospect with { Suggestions = prospect.Suggestions.Add(SuggestionOf(key, row)) },
        [_, "s", var number] => prospect with { Steps = prospect.Steps.Add(StepOf(Number(number), row)) },
        [_, "c", var number] => prospect with { Contributions = prospect.Contributions.Add(ContributionOf(Number(number), row)) },
        _ => throw new InvalidDataException("A prospect has a row of no known kind. The data is damaged, or of a newer program: run `hub check`."),
    };

    private static Suggestion SuggestionOf(string key, Row row) => new(key, row.Text("agency"), row.Text("by"), row.Time("suggested")!.Value)
    {
        Why = row.Text("why"),
        Contact = row.Text("contact") is { } name ? new ProspectContact(name, row.Text("phone"), row.Text("mail")) : null,
        Area = row.Text("area"),
        Role = row.Text("role") is { } role ? Enum.Parse<Role>(role) : null,
    };

    private static RecruitmentStep StepOf(int number, Row row) => new(
        number,
        RecruitmentStates.Find(row.NeedText("state"))
            ?? throw new InvalidDataException("A step has a state this program doesn't know: it was written by a newer one."),
        row.Date("on")!.Value,
        row.NeedText("by"),
        row.Text("next"),
        row.Date("askAgain"));

    private static Contribution ContributionOf(int number, Row row) => new(number, row.Date("on")!.Value, row.NeedText("by"), row.NeedText("what"));

    private static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A prospect as stored.</summary>
/// <param name="Prospect">The prospect.</param>
/// <param name="ETag">Its head's ETag.</param>
/// <param name="EntryKeys">The keys of its other rows.</param>
public sealed record StoredProspect(Prospect Prospect, string ETag, IReadOnlyList<string> EntryKeys);
