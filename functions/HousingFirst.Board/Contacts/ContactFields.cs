using System.Collections.Immutable;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ContactLists;
using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board.Contacts;

/// <summary>The fields of the form, named as the contract names them, and what is wrong with them in the words of who filled it in.</summary>
internal static class ContactFields
{
    /// <summary>The words of the contract, in the order in which they are offered.</summary>
    public static readonly ImmutableArray<string> Outcomes = ["made", "attempted", "notMade"];

    /// <summary>The richest first.</summary>
    public static readonly ImmutableArray<string> Modes = ["inPerson", "video", "phone", "text", "email"];

    /// <summary>Why not.</summary>
    public static readonly ImmutableArray<string> Reasons = ["partnerAway", "partnerAskedLater", "noCapacity", "other"];

    /// <summary>The fields from top to bottom.</summary>
    public static readonly ImmutableArray<string> Order = ["outcome", "mode", "reason", "on", "who", "topics", "followUp", "confirms"];

    /// <summary>The longest texts that the contract takes.</summary>
    public const int LongestWho = 80, LongestText = 300;

    public static ContactForm Read(IFormCollection posted) => new()
    {
        Id = posted["form"].ToString(),
        Outcome = posted["outcome"].ToString(),
        Mode = posted["mode"].ToString(),
        Reason = posted["reason"].ToString(),
        On = posted["on"].ToString(),
        Who = posted["who"].ToString(),
        Topics = posted["topics"].ToString(),
        FollowUp = posted["followUp"].ToString(),
        Confirms = posted["confirms"].ToString() is { Length: > 0 } confirms ? confirms : null,
    };

    /// <summary>The field that a defect is about; empty where it is about none.</summary>
    public static string Of(Defect defect) => defect.Path.Split('.') is ["data", var name, ..] && Order.Contains(name) ? name : string.Empty;

    /// <summary>The key of the words for a defect.</summary>
    public static string Wrong(Defect defect) => (Of(defect), defect.Rule) switch
    {
        ("outcome" or "mode" or "reason", _) => "Contact.Wrong.Choose",
        ("on", _) => "Contact.Wrong.Day",
        (_, "nine digits in a row") => "Contact.Wrong.Digits",
        (_, "what looks like a client's reference") => "Contact.Wrong.Reference",
        ("who" or "topics" or "followUp", var rule) when rule.StartsWith("longer", StringComparison.Ordinal) => "Contact.Wrong.TooLong",
        _ => "Contact.Wrong.Other",
    };
}
