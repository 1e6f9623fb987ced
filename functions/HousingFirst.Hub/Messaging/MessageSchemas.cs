using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// The published JSON Schemas (draft 2020-12), made from the field tables that the parser reads by. What compares two fields, or a date
/// with today, a schema can't say: the validator does.
/// </summary>
public static class MessageSchemas
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // A file of its own, never inside a page.
    };

    /// <summary>The schema of a type as JSON text, or null for a type that has none.</summary>
    /// <param name="type">One of <see cref="MessageTypes.All"/>.</param>
    public static string? For(string type) => Of(type)?.ToJsonString(Readable);

    private static JsonObject? Of(string type) => type switch
    {
        MessageTypes.ClientChanged => Inbound(type, "Something has changed for a client.", ChangeData()),
        MessageTypes.NoticeAcknowledged => Inbound(type, "An agency answers a notice.", FieldSchema.Of(AcknowledgementContract.Uses)),
        MessageTypes.PartnerSuggested => Inbound(type, "An agency suggests an organisation that might join.", FieldSchema.Of(SuggestionContract.Uses)),
        MessageTypes.SpecialistRequested => Inbound(type, "An agency asks the specialist to call.", FieldSchema.Of(RequestContract.Uses)),
        MessageTypes.SurpriseReported => Inbound(type, "An agency was caught off guard.", FieldSchema.Of(SurpriseContract.Uses)),
        MessageTypes.ContactMade => Inbound(type, "A program and a partner talked, tried to, or did not for a reason.", ContactData()),
        MessageTypes.MeetingItem => Inbound(type, "Something to talk about at a meeting.", ItemData()),
        MessageTypes.Notice => Outbound(type, "Somebody must know.", NoticeData(), hasSubject: true),
        MessageTypes.MessageRejected =>
            Outbound(type, "A message was not taken.", FieldSchema.Of(OutgoingFields.Rejection), hasSubject: false),
        _ => null,
    };

    private static JsonObject Inbound(string type, string title, JsonObject data)
    {
        var schema = FieldSchema.Of(EnvelopeFields.Of(type));
        var properties = schema["properties"]!.AsObject();
        foreach (var use in EnvelopeFields.Of(type))
        {
            // CloudEvents reads null as not there.
            if (!use.Required) properties[use.Field.Name]!["type"] = new JsonArray("string", "null");
        }

        return Whole(type, title, schema, data);
    }

    private static JsonObject Outbound(string type, string title, JsonObject data, bool hasSubject) =>
        Whole(type, title, FieldSchema.Of(OutgoingFields.Envelope(hasSubject)), data);

    private static JsonObject Whole(string type, string title, JsonObject schema, JsonObject data)
    {
        var properties = schema["properties"]!.AsObject();
        properties["type"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(type) };
        properties["data"] = data;
        var required = schema["required"]!.AsArray();
        foreach (var name in (string[])["type", "data"])
        {
            if (!required.Any(have => have!.GetValue<string>() == name)) required.Add(name);
        }

        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"/schemas/{type}",
            ["title"] = title,
        };
        foreach (var (key, value) in schema) whole[key] = value!.DeepClone();
        return whole;
    }

    /// <summary>One alternative for each set of fields; the codes of an alternative are its <c>change</c>.</summary>
    private static JsonObject ChangeData()
    {
        var alternatives = Vocabulary.Current.Codes
            .GroupBy(code => string.Join(
                ' ', ChangeFields.Of(code).Select(use => $"{use.Field.Name} {use.Required} {use.Field.Shape.Words}")))
            .Select(group =>
            {
                var schema = FieldSchema.Of(ChangeFields.Of(group.First()));
                schema["properties"]!["change"] = new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([.. group.Select(code => JsonValue.Create(code.Code))]),
                };
                schema["dependentRequired"] = new JsonObject { ["urgencyReason"] = new JsonArray("urgency") };
                return schema;
            });
        return new JsonObject { ["type"] = "object", ["oneOf"] = new JsonArray([.. alternatives]) };
    }

    /// <summary>Of the open part, or of the case part, which says how the client takes part.</summary>
    private static JsonObject ItemData()
    {
        return new JsonObject
        {
            ["type"] = "object",
            ["oneOf"] = new JsonArray(
                Of("open", ItemContract.Uses.Where(use => use.Field != ItemContract.Facet && use.Field != ItemContract.Voice && use.Field != ItemContract.VoiceText)),
                Of("case", ItemContract.Uses.Select(use => use.Field == ItemContract.Voice ? FieldUse.Must(use.Field) : use))),
        };

        static JsonObject Of(string part, IEnumerable<FieldUse> uses)
        {
            var schema = FieldSchema.Of([.. uses]);
            schema["properties"]![ItemContract.Part.Name] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(part) };
            return schema;
        }
    }

    /// <summary>With a mode, or, where it was not made, with a reason.</summary>
    private static JsonObject ContactData()
    {
        return new JsonObject { ["type"] = "object", ["oneOf"] = new JsonArray(With(ContactContract.Mode, "made", "attempted"), With(ContactContract.Reason, "notMade")) };

        static JsonObject With(Field needed, params string[] outcomes)
        {
            var schema = FieldSchema.Of(ContactContract.Uses
                .Where(use => use.Field == needed || (use.Field != ContactContract.Mode && use.Field != ContactContract.Reason))
                .Select(use => use.Field == needed ? FieldUse.Must(use.Field) : use));
            schema["properties"]!["outcome"]!["enum"] = new JsonArray([.. outcomes.Select(o => JsonValue.Create(o))]);
            return schema;
        }
    }

    /// <summary>Restricted, with four fields and no more, or open, with what changed.</summary>
    private static JsonObject NoticeData()
    {
        string[] told = ["kind", "change", "occurredOn", "from"];
        var open = OutgoingFields.Notice.Select(use => told.Contains(use.Field.Name) ? FieldUse.Must(use.Field) : use);
        return new JsonObject
        {
            ["type"] = "object",
            ["oneOf"] = new JsonArray(FieldSchema.Of(OutgoingFields.RestrictedNotice), FieldSchema.Of(open)),
        };
    }
}
