using System.Text.Json.Nodes;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Teams;

/// <summary>An event that a sheet's line makes, before it is compared with what the hub knows.</summary>
/// <param name="Line">The line.</param>
/// <param name="Does">What it does, for the report.</param>
/// <param name="Json">The event.</param>
/// <param name="ColumnOf">The column that a defect's path is about.</param>
internal sealed record TeamsEvent(int Line, TeamsChangeKind Does, byte[] Json, Func<string, TeamsColumn> ColumnOf)
{
    /// <summary>Writes an event of the hub's own for a program.</summary>
    /// <param name="community">The community.</param>
    /// <param name="program">The program it is stated for.</param>
    /// <param name="subject">Its reference for the client.</param>
    /// <param name="cause">What makes the event's id: the same cause is the same message.</param>
    /// <param name="data">Its data.</param>
    public static byte[] Write(string community, string program, string subject, string cause, JsonObject data) =>
        OwnChanges.Event(community, program, subject, "teams-" + cause, data);

    /// <summary>The column of a membership's field.</summary>
    public static TeamsColumn OfMember(string path) => path switch
    {
        "data.member.contact" => TeamsColumn.Contact,
        "data.member.role" => TeamsColumn.Role,
        "data.member.visits" => TeamsColumn.Visits,
        "data.member.theirRef" => TeamsColumn.PartnerReference,
        "data.member" or "data.member.organisation" => TeamsColumn.Partner,
        "data.occurredOn" => TeamsColumn.Since,
        _ => TeamsColumn.Client,
    };

    /// <summary>The column of a consent's field.</summary>
    public static TeamsColumn OfConsent(SheetConsent consent, string path) => path switch
    {
        "data.consent.id" => TeamsColumn.Consent,
        "data.consent.recipient" => consent.Line[TeamsColumn.ConsentTo] is null ? TeamsColumn.Partner : TeamsColumn.ConsentTo,
        "data.consent.from" or "data.occurredOn" => TeamsColumn.From,
        "data.consent.to" => TeamsColumn.To,
        "data.consent.method" => TeamsColumn.Method,
        "data.consent.witness" => TeamsColumn.Witness,
        "data.consent.form" => TeamsColumn.Form,
        _ when path.StartsWith("data.consent.allows", StringComparison.Ordinal) => TeamsColumn.Allows,
        _ => TeamsColumn.Client,
    };
}

/// <summary>What an import does to a client.</summary>
public enum TeamsChangeKind
{
    /// <summary>The client begins: <c>program.enrolled</c>.</summary>
    NewClient,

    /// <summary>A partner joins: <c>team.joined</c>.</summary>
    NewMember,

    /// <summary>A membership with another role, visits or reference: the old one ends (<c>team.left</c>) before it joins anew.</summary>
    MemberChanged,

    /// <summary>A consent is recorded: <c>consent.given</c>.</summary>
    NewConsent,

    /// <summary>A consent signed anew under its id: <c>consent.renewed</c>.</summary>
    ConsentRenewed,

    /// <summary>A consent allows less: <c>consent.narrowed</c>.</summary>
    ConsentNarrowed,
}
