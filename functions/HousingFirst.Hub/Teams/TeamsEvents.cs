using System.Globalization;
using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// Makes the events of one client's lines. Each id is a function of what the line says and of what it takes the place of - never of the day or of
/// anything else about the client - so an import that is cut off and done again states the same.
/// </summary>
/// <param name="community">The community.</param>
/// <param name="program">The program.</param>
/// <param name="sheet">The client's lines.</param>
/// <param name="today">Today in the community: the day of what has no other.</param>
internal sealed class TeamsEvents(string community, string program, SheetClient sheet, LocalDate today)
{
    private readonly string day = IsoText.Of(today);

    /// <summary>The client begins.</summary>
    /// <param name="before">The program's membership that ended, or null.</param>
    public TeamsEvent Enrolled(Membership? before) => Event(
        sheet.First.Line,
        TeamsChangeKind.NewClient,
        TeamsHash.Hex(Codes.Enrolled, program, sheet.Reference, Place(before)),
        new JsonObject { ["change"] = Codes.Enrolled, ["occurredOn"] = sheet.Since ?? day },
        path => path == "data.occurredOn" ? TeamsColumn.Since : TeamsColumn.Client);

    /// <summary>A partner joins.</summary>
    /// <param name="member">The partner.</param>
    /// <param name="before">Its membership that ended, or is to, or null.</param>
    /// <param name="does">Whether it is new or changes.</param>
    public TeamsEvent Joined(SheetMember member, Membership? before, TeamsChangeKind does)
    {
        var part = new JsonObject();
        Add(part, "organisation", member.Partner);
        Add(part, "contact", member.Contact);
        Add(part, "role", member.Role);
        // A word that is neither yes nor no has been named as such: here it must not be named as missing too.
        if (member.Visits is not null || member.IsVisitsWrong) part["visits"] = member.Visits ?? false;
        Add(part, "theirRef", member.TheirRef);
        return Event(
            member.Line.Line,
            does,
            TeamsHash.Hex(
                Codes.Joined, program, sheet.Reference, member.Partner, member.Contact, member.Role, member.Visits?.ToString(), member.TheirRef, Place(before)),
            new JsonObject { ["change"] = Codes.Joined, ["occurredOn"] = member.Line[TeamsColumn.Since] ?? day, ["member"] = part },
            TeamsEvent.OfMember);
    }

    /// <summary>A membership ends so that it can begin with other cells.</summary>
    public TeamsEvent Left(SheetMember member, Membership before) => Event(
        member.Line.Line,
        TeamsChangeKind.MemberChanged,
        TeamsHash.Hex(Codes.Left, program, sheet.Reference, before.Agency, before.Contact, Place(before)),
        new JsonObject
        {
            ["change"] = Codes.Left,
            ["occurredOn"] = day,
            ["member"] = new JsonObject { ["organisation"] = before.Agency, ["contact"] = before.Contact },
        },
        TeamsEvent.OfMember);

    /// <summary>A consent is recorded, or renewed.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="id">The id it has in the hub.</param>
    /// <param name="code"><c>consent.given</c> or <c>consent.renewed</c>.</param>
    public TeamsEvent Whole(SheetConsent consent, string id, string code)
    {
        var part = new JsonObject { ["id"] = id };
        Add(part, "recipient", consent.Recipient);
        if (consent.Allows is { } allows) part["allows"] = Words(allows);
        Add(part, "from", consent.From);
        Add(part, "to", consent.To);
        Add(part, "method", consent.Method);
        Add(part, "witness", consent.Witness);
        Add(part, "form", consent.Form);
        return Event(
            consent.Line.Line,
            code == Codes.ConsentGiven ? TeamsChangeKind.NewConsent : TeamsChangeKind.ConsentRenewed,
            TeamsHash.Hex(
                code, program, sheet.Reference, id, consent.Recipient, string.Join(' ', (consent.Allows ?? []).Order(StringComparer.Ordinal)), consent.From,
                consent.To, consent.Method, consent.Witness, consent.Form),
            new JsonObject { ["change"] = code, ["occurredOn"] = Signed(consent), ["consent"] = part },
            path => TeamsEvent.OfConsent(consent, path));
    }

    /// <summary>A consent allows less than before.</summary>
    public TeamsEvent Narrowed(SheetConsent consent, ConsentRecord known) => Event(
        consent.Line.Line,
        TeamsChangeKind.ConsentNarrowed,
        TeamsHash.Hex(Codes.ConsentNarrowed, program, sheet.Reference, known.Id, IsoText.Of(known.From), string.Join(' ', consent.Allows!.Order(StringComparer.Ordinal))),
        new JsonObject
        {
            ["change"] = Codes.ConsentNarrowed,
            ["occurredOn"] = day,
            ["consent"] = new JsonObject { ["id"] = known.Id, ["allows"] = Words(consent.Allows!) },
        },
        path => TeamsEvent.OfConsent(consent, path));

    /// <summary>The day a consent is from; of one that is still to begin, today.</summary>
    private string Signed(SheetConsent consent) => consent.From is { } from && string.CompareOrdinal(from, day) <= 0 ? from : day;

    /// <summary>Which membership is meant: its place in the team, which no other ever has.</summary>
    private static string? Place(Membership? membership) => membership?.Order.ToString(CultureInfo.InvariantCulture);

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);

    private static void Add(JsonObject part, string name, string? value)
    {
        if (value is not null) part[name] = value;
    }

    private TeamsEvent Event(int line, TeamsChangeKind does, string cause, JsonObject data, Func<string, TeamsColumn> columnOf) =>
        new(line, does, TeamsEvent.Write(community, program, sheet.Reference, cause, data), columnOf);
}
