using NodaTime;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The field table of the CloudEvent around <c>data</c>, as the hub takes it.</summary>
internal static class EnvelopeFields
{
    public static Field<bool> SpecVersion { get; } = new("specversion", new WordShape<bool>(("1.0", true)), "The version of CloudEvents.");

    public static Field<string> Id { get; } =
        new("id", new FormShape(Forms.EventId), "Your own id for the message. The same `source` and `id` again is the same message.");

    public static Field<string> Source { get; } = new("source", new FormShape(Forms.Source), "Your agency.");

    public static Field<string> Type { get; } = new("type", new TypeShape(), "What kind of message it is.");

    public static Field<string> Subject { get; } =
        new("subject", new FormShape(Forms.Reference), "Your own reference for the client, never a name or a health number.");

    public static Field<Instant> Time { get; } = new("time", new MomentShape(), "When it happened.");

    public static Field<Instant> RecordedTime { get; } = new("recordedtime", new MomentShape(), "When your agency recorded it.");

    public static Field<string> DataContentType { get; } =
        new("datacontenttype", new FormShape(Forms.Json), "The content type of `data`.");

    public static Field<string> DataSchema { get; } = new("dataschema", new TextShape(400), "An absolute URI; not read.");

    public static Field<string> TraceParent { get; } = new("traceparent", new TextShape(512), "A W3C trace context; not read.");

    public static Field<string> TraceState { get; } = new("tracestate", new TextShape(512), "A W3C trace context; not read.");

    /// <summary><c>data</c> has a table of its own for each type: here it is only an object.</summary>
    public static Field<bool> Data { get; } = new("data", new ObjectShape(), "The fields of the type, below.");

    /// <summary>The hub, in what it states for an agency.</summary>
    public static Field<string> OwnSource { get; } = new("source", new FormShape(Forms.OwnSource), "The hub.");

    /// <summary>For whom the hub states it: a program whose spreadsheet was imported.</summary>
    public static Field<string> ActingFor { get; } = new("actingfor", new FormShape(Forms.Id), "The agency it is stated for.");

    public static IReadOnlyCollection<string> Elsewhere { get; } = ["data_base64", "subject"];

    /// <summary>
    /// The attributes of a type. An answer to a notice may lack the subject: a notice to someone who has left the team carries none; so may a request
    /// to the specialist. What is about no client takes none.
    /// </summary>
    public static IReadOnlyList<FieldUse> Of(string? type) =>
    [
        Must(SpecVersion), Must(Id), Must(Source), Must(Type),
        .. type is MessageTypes.PartnerSuggested or MessageTypes.ContactMade ? (FieldUse[])[] : [new(Subject, type is null or MessageTypes.ClientChanged or MessageTypes.SurpriseReported)],
        May(Time), May(RecordedTime), May(DataContentType), May(DataSchema), May(TraceParent), May(TraceState), Must(Data),
    ];

    /// <summary>The same in what the hub states for an agency, signed by its own key.</summary>
    public static IReadOnlyList<FieldUse> OfOwn(string? type) => [Must(OwnSource), Must(ActingFor), .. Of(type).Where(use => use.Field != Source)];
}
