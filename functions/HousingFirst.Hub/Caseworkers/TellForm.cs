using System.Collections.Immutable;
using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Teams;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>What a caseworker filled in, as it was sent: nothing in it is checked yet. A field that was not on the page is null, one left open empty.</summary>
public sealed record TellForm
{
    /// <summary>The form's own id, made when it was first shown: a double click or a reload sends the same message.</summary>
    public required string Id { get; init; }

    /// <summary>The client: <see cref="CaseloadClient.Key"/>.</summary>
    public string? Client { get; init; }

    /// <summary>The code.</summary>
    public string? Code { get; init; }

    /// <summary>The day it happened.</summary>
    public string? OccurredOn { get; init; }

    /// <summary>The day of the deadline.</summary>
    public string? Deadline { get; init; }

    /// <summary>Its time in the community's zone; without one it is the end of the working day.</summary>
    public string? DeadlineTime { get; init; }

    /// <summary>The day something is expected or lapses.</summary>
    public string? ExpectedOn { get; init; }

    /// <summary>An organisation on the team.</summary>
    public string? OtherParty { get; init; }

    /// <summary>The key of the change that was wrong.</summary>
    public string? Corrects { get; init; }

    /// <summary>For the program only.</summary>
    public string? Note { get; init; }

    /// <summary>A consent that is there already: its id, slash, its recipient.</summary>
    public string? Consent { get; init; }

    /// <summary>Whom a new consent lets be told: an organisation or a contact.</summary>
    public string? Recipient { get; init; }

    /// <summary>What a consent allows, or still allows.</summary>
    public ImmutableArray<string> Allows { get; init; } = [];

    /// <summary>The consent's first day.</summary>
    public string? From { get; init; }

    /// <summary>Its last day.</summary>
    public string? To { get; init; }

    /// <summary>How it was given.</summary>
    public string? Method { get; init; }

    /// <summary>Who heard a spoken one.</summary>
    public string? Witness { get; init; }

    /// <summary>The version of the form that was signed.</summary>
    public string? Version { get; init; }

    /// <summary>The member who left or joined: organisation, slash, contact.</summary>
    public string? Member { get; init; }

    /// <summary>The role of who joined.</summary>
    public string? Role { get; init; }

    /// <summary>Whether who joined visits the client at home.</summary>
    public bool Visits { get; init; }

    /// <summary>The reference of who joined.</summary>
    public string? TheirRef { get; init; }

    /// <summary>Contacts to tell besides those who must know.</summary>
    public ImmutableArray<string> AlsoTell { get; init; } = [];

    /// <summary>What the preview showed: sent only while it still holds.</summary>
    public string? Seen { get; init; }

    /// <summary>The data of the message: of the fields, those that the code takes and that were filled in.</summary>
    /// <param name="code">The code; null where none was chosen.</param>
    /// <param name="zone">The community's zone.</param>
    internal JsonObject Data(ChangeCode? code, DateTimeZone zone)
    {
        var data = new JsonObject();
        Put(data, "change", code?.Code);
        Put(data, "occurredOn", OccurredOn);
        if (code is null) return data;
        foreach (var field in Enum.GetValues<ChangeField>().Where(f => OfferedCodes.Takes(code, f)))
        {
            switch (field)
            {
                case ChangeField.Deadline:
                    Put(data, "deadline", DeadlineAt(zone));
                    break;
                case ChangeField.ExpectedOn:
                    Put(data, "expectedOn", ExpectedOn);
                    break;
                case ChangeField.OtherParty:
                    Put(data, "otherParty", OtherParty);
                    break;
                case ChangeField.Corrects:
                    Put(data, "corrects", Corrects);
                    break;
                case ChangeField.Note:
                    Put(data, "note", Note?.ReplaceLineEndings("\n"));
                    break;
                case ChangeField.Consent or ChangeField.ConsentId or ChangeField.ConsentAllows:
                    PutConsent(data, code, field);
                    break;
                case ChangeField.Member:
                    PutMember(data, code);
                    break;
            }
        }

        if (!AlsoTell.IsEmpty) data["alsoTell"] = new JsonArray([.. AlsoTell.Order(StringComparer.Ordinal).Select(c => (JsonNode)c)]);
        return data;
    }

    private static void Put(JsonObject data, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value)) data[name] = value.Trim();
    }

    /// <summary>A new consent gets an id from the form's own: sent twice, it is one consent.</summary>
    private void PutConsent(JsonObject data, ChangeCode code, ChangeField field)
    {
        var isNew = code.Code == Codes.ConsentGiven;
        var (id, recipient) = isNew ? ("P-" + TeamsHash.Letters(10, Id, Client), Recipient) : Consent?.Split('/') is [var known, var of] ? (known, of) : (Consent, null);
        if (field == ChangeField.Consent ? Method is null : string.IsNullOrEmpty(id)) return;
        var consent = new JsonObject();
        Put(consent, "id", id);
        if (field != ChangeField.ConsentId) consent["allows"] = new JsonArray([.. Allows.Select(a => (JsonNode)a)]);
        if (field == ChangeField.Consent)
        {
            Put(consent, "recipient", recipient);
            Put(consent, "from", From);
            Put(consent, "to", To);
            Put(consent, "method", Method);
            if (Method == "spoken") Put(consent, "witness", Witness);
            Put(consent, "form", Version);
        }

        data["consent"] = consent;
    }

    private void PutMember(JsonObject data, ChangeCode code)
    {
        var joins = code.Code == Codes.Joined;
        if (joins ? Role is null : string.IsNullOrEmpty(Member)) return;
        var member = new JsonObject();
        if (Member?.Split('/') is [var organisation, var contact])
        {
            Put(member, "organisation", organisation);
            Put(member, "contact", contact);
        }

        if (joins)
        {
            Put(member, "role", Role);
            member["visits"] = Visits;
            Put(member, "theirRef", TheirRef);
        }

        data["member"] = member;
    }

    /// <summary>A day, or with a time an instant as the contract writes it; what can't be read goes on as it is, so that the defect names it.</summary>
    private string? DeadlineAt(DateTimeZone zone) =>
        LocalDatePattern.Iso.Parse(Deadline ?? string.Empty).TryGetValue(default, out var day)
        && LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(DeadlineTime ?? string.Empty).TryGetValue(default, out var time)
            ? OffsetDateTimePattern.Rfc3339.Format(zone.AtLeniently(day + time).ToOffsetDateTime())
            : Deadline;
}
