using System.Collections.Frozen;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Wording;

namespace HousingFirst.Board.Caseworkers;

/// <summary>A defect in the words of who filled the form in: the contract's own are English, and speak of messages.</summary>
internal static class DefectWords
{
    private static readonly FrozenDictionary<string, string> ByRule = new Dictionary<string, string>
    {
        ["not a client of yours here"] = "NotYours",
        ["not yours to send for this client"] = "NotAllowed",
        ["not a code"] = "Code",
        ["empty"] = "Missing",
        ["an empty list"] = "Missing",
        ["not a date"] = "Date",
        ["neither a date nor an instant with its offset"] = "Date",
        ["before `occurredOn`"] = "Before",
        ["longer than 2000 characters"] = "TooLong",
        ["not an organisation on this client's team"] = "OtherParty",
        ["not a contact on this client's team"] = "AlsoTell",
        ["nobody may be added to this change"] = "AlsoTell",
        ["a change that is only recorded is sent to nobody"] = "AlsoTell",
        ["not a consent of this client"] = "Consent",
        ["withdrawn already"] = "Withdrawn",
        ["not less than the consent allows now"] = "NotLess",
        ["not on this client's team"] = "Member",
        ["the organisation has several memberships here"] = "Member",
        ["on this client's team already"] = "OnTeam",
        ["only a funded program can be PRG"] = "Role",
        ["not one of its words"] = "Missing",
        ["that agency uses this reference for another client"] = "TheirRefTaken",
        ["not an agency id or contact id of the partner directory"] = "Recipient",
        ["police, child services and corrections are never told anything, with consent or without"] = "Recipient",
        ["R is allowed to one person, not to an organisation"] = "Private",
        ["a spoken consent can't allow health"] = "Spoken",
        ["a spoken consent can't allow `health`"] = "Spoken",
        ["before `from`"] = "Until",
        ["already past"] = "Until",
        ["more than 366 days"] = "Until",
        ["not the id of an earlier message of yours about this client"] = "Corrects",
        ["what looks like a second client's reference"] = "SecondReference",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The defect in words.</summary>
    public static string Of(Defect defect, Phrases words) => words["Wrong." + KeyOf(defect)];

    /// <summary>Whether there are no words for it but the contract's own: these are then shown too.</summary>
    public static bool IsUnknown(Defect defect) => KeyOf(defect) == "Other";

    private static string KeyOf(Defect defect) => defect.Rule switch
    {
        "missing" => defect.Path switch { "subject" => "Client", "data.change" => "Code", "data.consent.witness" => "Witness", _ => "Missing" },
        "not in its form" or "nine digits in a row" when defect.Path == "data.member.theirRef" => "TheirRef",
        "a date out of its limits" => defect.Path switch { "data.occurredOn" => "Future", _ => "Limits" },
        var rule => ByRule.GetValueOrDefault(rule, "Other"),
    };
}
