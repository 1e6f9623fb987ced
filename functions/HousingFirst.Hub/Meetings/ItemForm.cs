using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HousingFirst.Hub.Meetings;

/// <summary>An item as somebody filled it in, in the words of <c>meeting.item.v1</c>: nothing in it is checked yet.</summary>
public sealed partial record ItemForm
{
    /// <summary>The form's own id, made when it was first shown: a double click or a reload brings one item.</summary>
    public required string Id { get; init; }

    /// <summary>Which of the reader's agencies brings it.</summary>
    public string? Agency { get; init; }

    /// <summary>That agency's own reference for the client; null in the open part.</summary>
    public string? Subject { get; init; }

    /// <summary>What about.</summary>
    public string? Text { get; init; }

    /// <summary>What a case item touches.</summary>
    public string? Facet { get; init; }

    /// <summary>Agencies without which it waits.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>How the client takes part.</summary>
    public string? Voice { get; init; }

    /// <summary>The client's message, or why the client was not asked.</summary>
    public string? VoiceText { get; init; }

    /// <summary>The message's data: what is empty is left out, and lines become one.</summary>
    internal JsonObject Data(string meeting, bool isCase)
    {
        var data = new JsonObject { ["part"] = isCase ? "case" : "open", ["text"] = Line(Text) };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("facet", Facet), ("voice", Voice), ("voiceText", Line(VoiceText))])
        {
            if (!string.IsNullOrWhiteSpace(value)) data[name] = value;
        }

        if (Needs.Count > 0) data["needs"] = new JsonArray([.. Needs.Select(n => JsonValue.Create(n))]);
        data["meeting"] = meeting;
        return data;
    }

    /// <summary>The lines of a text as one.</summary>
    public static string Line(string? text) =>
        text is null ? string.Empty : string.Join(' ', LineEnds().Split(text.Trim()).Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => l.Trim()));

    [GeneratedRegex(@"[\r\n\t]+")]
    private static partial Regex LineEnds();
}
