using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary>A prospect for a person and for a program.</summary>
internal static class NetworkPrinter
{
    /// <summary>When to look at it again: the day, and whether it has come.</summary>
    public static string LookAgain(ProspectView view) => view.Prompt is not { } prompt ? string.Empty : Day(prompt.On) + (view.IsDue ? " (now)" : string.Empty);

    /// <summary>What a list says in JSON.</summary>
    public static object Short(ProspectView view) => new
    {
        Id = view.Prospect.Id.Value,
        view.Prospect.Name,
        State = view.Standing?.State.Word(),
        view.Standing?.On,
        view.Standing?.By,
        view.Standing?.Next,
        LookAgain = view.Prompt is { } prompt ? new { prompt.On, Because = Because(prompt.Reason), Due = view.IsDue } : null,
        view.Partner,
    };

    /// <summary>All of it in JSON.</summary>
    public static object Whole(ProspectView view) => new
    {
        Id = view.Prospect.Id.Value,
        view.Prospect.Name,
        view.Prospect.Since,
        State = view.Standing?.State.Word(),
        LookAgain = view.Prompt is { } prompt ? new { prompt.On, Because = Because(prompt.Reason), Due = view.IsDue } : null,
        view.Partner,
        Suggestions = view.Prospect.Suggestions.Select(s => new { s.At, s.Agency, s.By, s.Why, s.Contact, s.Area, s.Role }),
        Steps = view.Prospect.Steps.Select(s => new { s.On, State = s.State.Word(), s.By, s.Next, s.AskAgain }),
        Contributions = view.Prospect.Contributions.Select(c => new { c.On, c.By, c.What }),
    };

    /// <summary>All of it in lines.</summary>
    public static IEnumerable<string> Lines(ProspectView view, LocalTimes times)
    {
        var prospect = view.Prospect;
        yield return $"{prospect.Name} ({prospect.Id})" + (view.Partner is { } partner ? $", in the directory as {partner}" : string.Empty);
        yield return "state          " + (view.Standing is { } standing ? $"{standing.State.Word()} since {Day(standing.On)}" : "none yet");
        if (view.Prompt is { } prompt) yield return $"look again     {LookAgain(view)}: {Because(prompt.Reason)}";
        foreach (var s in prospect.Suggestions)
        {
            yield return $"suggested      {times.Of(s.At)} by {Joined(s.Agency, s.By)}" + (s.Why is null ? string.Empty : $": {s.Why}");
            if (s.Contact is { } contact) yield return $"  contact      {Joined(contact.Name, contact.Phone, contact.Mail)}";
            if (s.Area is not null || s.Role is not null) yield return $"  where, what  {Joined(s.Area, s.Role?.ToString())}";
        }

        foreach (var s in prospect.Steps.OrderBy(s => s.On).ThenBy(s => s.Number))
        {
            yield return $"step           {Day(s.On)} {s.State.Word()}, {s.By}"
                + (s.AskAgain is { } day ? $"; ask again {Day(day)}" : string.Empty)
                + (s.Next is { } next ? $"; next: {next}" : string.Empty);
        }

        foreach (var c in prospect.Contributions.OrderBy(c => c.On).ThenBy(c => c.Number)) yield return $"contribution   {Day(c.On)} {c.What} ({c.By})";
    }

    private static string Because(PromptReason reason) => reason switch
    {
        PromptReason.Suggested => "suggested, and nobody has taken a step",
        PromptReason.AskAgain => "they want to be asked again",
        PromptReason.RestOver => "the rest is over",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    private static string Joined(params string?[] parts) => string.Join(", ", parts.OfType<string>());

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
