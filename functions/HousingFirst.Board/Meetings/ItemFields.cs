using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Meetings;
using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board.Meetings;

/// <summary>The fields of the form of an item, as the page names them and as they come back.</summary>
internal static class ItemFields
{
    /// <summary>The longest message of a client, or reason.</summary>
    public const int LongestVoice = 300;

    /// <summary>What a case item may touch, in the partners' common words.</summary>
    public static ImmutableArray<GlossaryEntry> Facets { get; } = [.. CommonLanguage.Entries.Where(e => e.Kind == GlossaryKind.Facet && e.Term != "none")];

    /// <summary>How the client takes part.</summary>
    public static ImmutableArray<string> Voices { get; } = ["attending", "invited", "sendsMessage", "declined", "notAsked"];

    /// <summary>The fields from top to bottom.</summary>
    public static ImmutableArray<string> Order { get; } = ["", "client", "own", "text", "voice", "voiceText", "facet", "needs"];

    /// <summary>Reads what was sent.</summary>
    public static ItemForm Read(IFormCollection posted, bool isCase)
    {
        var client = CaseloadClient.TryParse(posted["client"].ToString());
        return new ItemForm
        {
            Id = posted["form"].ToString() is { Length: > 0 and <= 64 } id ? id : Guid.NewGuid().ToString("N"),
            Agency = isCase ? client?.Agency : posted["own"].ToString(),
            Subject = isCase ? client?.Reference.Value : null,
            Text = posted["text"].ToString(),
            Facet = isCase ? posted["facet"].ToString() : null,
            Voice = isCase ? posted["voice"].ToString() : null,
            VoiceText = isCase ? posted["voiceText"].ToString() : null,
            Needs = [.. posted["needs"].OfType<string>().Where(n => n.Length > 0)],
        };
    }

    /// <summary>What is meant: words of a client that belong to another choice stay in the form, and are not brought.</summary>
    public static ItemForm AsMeant(ItemForm form) => form.Voice is "sendsMessage" or "notAsked" ? form : form with { VoiceText = null };

    /// <summary>The page's field that a defect is about; empty where it is about none.</summary>
    public static string Of(Defect defect) => defect.Path.Split('[')[0] switch
    {
        "subject" => "client",
        "data.text" or "text" => "text",
        "data.facet" => "facet",
        "data.needs" => "needs",
        "data.voice" => "voice",
        "data.voiceText" => "voiceText",
        _ => string.Empty,
    };

    /// <summary>The key of the defect's words: the contract's own are English, and speak of messages.</summary>
    public static string Wrong(Defect defect) => "Item.Wrong." + (Of(defect), defect.Rule) switch
    {
        ("client", _) => "Client",
        ("voice", _) => "Voice",
        ("needs", _) => "Needs",
        ("", _) when defect.Path == "data.meeting" => "Meeting",
        ("", _) or ("facet", _) => "Other",
        (_, "missing" or "empty") => "Missing",
        (_, var rule) when rule.StartsWith("longer than", StringComparison.Ordinal) => "TooLong",
        (_, var rule) when rule.StartsWith("what looks like a client", StringComparison.Ordinal) => "Reference",
        (_, var rule) when rule.StartsWith("a word about", StringComparison.Ordinal) => "Health",
        (_, var rule) when rule.StartsWith("what looks like a person", StringComparison.Ordinal) => "Name",
        _ => "Digits",
    };
}
