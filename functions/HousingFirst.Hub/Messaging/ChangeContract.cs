using System.Text.Json;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>client.changed.v1</c>: its reading, and what two fields say about each other.</summary>
internal static class ChangeContract
{
    public static FieldValues Read(JsonElement data, string? subject, Reading reading)
    {
        var values = new FieldValues();
        var code = CodeOf(data, reading);
        FieldReader.Read(
            data, "data", code is null ? ChangeFields.WithoutCode : ChangeFields.Of(code), ChangeFields.Names, reading, values);
        if (data.TryGetProperty("urgencyReason", out _) && !data.TryGetProperty("urgency", out _))
            reading.Wrong("data.urgencyReason", "only with `urgency`", "add `urgency`, or leave it out");
        if (values.Has(ChangeFields.Deadline, out var deadline) && values.Has(ChangeFields.OccurredOn, out var day) && deadline.Day < day)
            reading.Wrong("data.deadline", "before `occurredOn`", "write a deadline on or after the day it happened");
        if (values.Has(ChangeFields.Consent, out var consent)) ConsentContract.CheckWhole(consent, reading);
        if (code?.Code == "safety.conflict" && values.Find(ChangeFields.Note) is { } note && SecondReference.IsIn(note, subject))
        {
            reading.Wrong(
                "data.note", "what looks like a second client's reference", "send a message for each client; the hub never links the two");
        }

        return values;
    }

    /// <summary>The change, from values without a defect.</summary>
    public static ClientChange Build(Envelope envelope, FieldValues values)
    {
        values.Has(ChangeFields.Change, out var code);
        values.Has(ChangeFields.OccurredOn, out var occurredOn);
        var hasDeadline = values.Has(ChangeFields.Deadline, out var deadline);
        return new ClientChange
        {
            Key = envelope.Key,
            Sender = envelope.Sender,
            Id = envelope.Id,
            Subject = envelope.Subject!.Value,
            Code = code,
            OccurredOn = occurredOn,
            Deadline = hasDeadline ? deadline.At : null,
            DeadlineIsDate = hasDeadline && deadline.IsDate,
            ExpectedOn = values.Maybe(ChangeFields.ExpectedOn) ?? values.Maybe(ChangeFields.LapsesOn),
            OtherParty = values.Find(ChangeFields.OtherParty),
            Corrects = values.Find(ChangeFields.Corrects) is { } id ? CorrectedKey(envelope, id) : null,
            AlsoTell = values.Find(ChangeFields.AlsoTell) ?? [],
            Urgency = values.Maybe(ChangeFields.Urgency),
            UrgencyReason = values.Maybe(ChangeFields.UrgencyReason),
            Note = values.Find(ChangeFields.Note) is { } note ? new Note(note) : null,
            Consent = ConsentContract.Part(values),
            Member = MemberOf(values),
        };
    }

    /// <summary>An agency names its own message by its id; the hub, which states it for an agency, by its key: a page shows no ids.</summary>
    private static string CorrectedKey(Envelope envelope, string id) =>
        SourceForm.NamesAnAgency(envelope.Source) ? Envelope.KeyOf(envelope.Source, id) : id;

    private static ChangeCode? CodeOf(JsonElement data, Reading reading) =>
        data.TryGetProperty("change", out var code) && code.ValueKind == JsonValueKind.String
            ? reading.CodeOf(code.GetString()!)
            : null;

    private static MemberPart? MemberOf(FieldValues values)
    {
        if ((values.Find(ChangeFields.Member) ?? values.Find(ChangeFields.MemberLeft)) is not { } member) return null;
        member.Has(MemberFields.Organisation, out var organisation);
        return new MemberPart(
            organisation,
            member.Find(MemberFields.Contact),
            member.Maybe(MemberFields.Role),
            member.Maybe(MemberFields.Visits) ?? false,
            member.Find(MemberFields.TheirRef) is { } reference ? new ClientReference(reference) : null);
    }
}
