using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.ContactLists;

/// <summary>A contact as somebody filled it in, in the words of <c>contact.made.v1</c>: nothing in it is checked yet.</summary>
public sealed partial record ContactForm
{
    /// <summary>The id of the one tap: with the day it makes one contact, however often it is tapped.</summary>
    private const string OneTap = "called";

    /// <summary>The form's own id, made when it was first shown: a double click or a reload records once.</summary>
    public required string Id { get; init; }

    /// <summary>What came of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>How; of no meaning where it was not made.</summary>
    public string? Mode { get; init; }

    /// <summary>Why not; of no meaning where it was made or tried.</summary>
    public string? Reason { get; init; }

    /// <summary>The day.</summary>
    public string? On { get; init; }

    /// <summary>Who talked with whom.</summary>
    public string? Who { get; init; }

    /// <summary>What about.</summary>
    public string? Topics { get; init; }

    /// <summary>What comes next.</summary>
    public string? FollowUp { get; init; }

    /// <summary>The other's contact whose entry was asked about and found right; null without the tick.</summary>
    public string? Confirms { get; init; }

    /// <summary>"Called - nothing new": a telephone call today, which counts fully.</summary>
    public static ContactForm Called(LocalDate today) =>
        new() { Id = OneTap, Outcome = "made", Mode = "phone", On = LocalDatePattern.Iso.Format(today) };

    /// <summary>The message's data: what is of no meaning and what is empty is left out, and lines become one.</summary>
    internal JsonObject Data(string with)
    {
        var isNotMade = Outcome == "notMade";
        var data = new JsonObject { ["with"] = with };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("on", On), ("outcome", Outcome), ("mode", isNotMade ? null : Mode), ("reason", isNotMade ? Reason : null), ("who", Line(Who)),
            ("topics", Line(Topics)), ("followUp", Line(FollowUp)), ("confirms", Confirms),
        ])
        {
            if (!string.IsNullOrWhiteSpace(value)) data[name] = value;
        }

        return data;
    }

    private static string? Line(string? text) => text is null ? null : string.Join("; ", LineEnds().Split(text.Trim()).Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => l.Trim()));

    [GeneratedRegex(@"[\r\n]+")]
    private static partial Regex LineEnds();
}
