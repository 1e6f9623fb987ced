using System.Text.Json;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>Parses a message by the contract, from bytes to data, naming everything that is wrong with it.</summary>
public static class MessageParser
{
    /// <summary>Parses a message.</summary>
    /// <param name="body">The event's bytes, unwrapped: what <see cref="Senders.SenderProof.Proven"/> holds.</param>
    /// <param name="community">The community it came to: its zone says what today is.</param>
    /// <param name="now">The instant of the reading (UTC).</param>
    /// <param name="queue">The queue it came from; null to take every type, as when checking without sending.</param>
    /// <param name="sender">The proven sender, with whom <c>source</c> must agree; null where nobody is proven, as when checking.</param>
    /// <param name="terms">The sender's own terms for codes; null for none.</param>
    public static ParsedMessage Parse(
        ReadOnlyMemory<byte> body, Community community, Instant now, string? queue = null, string? sender = null, AgencyTerms? terms = null) =>
        Parse(body, new Reading(community, now, terms), queue, sender, isOwn: false);

    /// <summary>Parses a message that the hub itself states for an agency.</summary>
    /// <param name="body">The event's bytes.</param>
    /// <param name="community">The community.</param>
    /// <param name="now">The instant of the reading (UTC).</param>
    internal static ParsedMessage ParseOwn(ReadOnlyMemory<byte> body, Community community, Instant now) =>
        Parse(body, new Reading(community, now), queue: null, sender: null, isOwn: true);

    private static ParsedMessage Parse(ReadOnlyMemory<byte> body, Reading reading, string? queue, string? sender, bool isOwn)
    {
        if (body.Length > CloudEventFormat.LargestBytes)
        {
            return new ParsedMessage.Invalid(
                RefusalReasons.MessageTooLarge, [new Defect("$", "larger than 32 KiB", "send codes and dates, never documents")], null);
        }

        return CloudEventFormat.Parse(body) switch
        {
            EventReading.NotJson broken => new ParsedMessage.Invalid(RefusalReasons.EventMalformed, broken.Defects, null),
            EventReading.NotEvent { Root.ValueKind: not JsonValueKind.Object } other =>
                new ParsedMessage.Invalid(RefusalReasons.EventInvalid, other.Defects, null),
            EventReading.NotEvent invalid => new OneMessage(invalid.Root, reading, queue, sender, isOwn).Read(invalid.Defects),
            EventReading.Event valid => new OneMessage(valid.Root, reading, queue, sender, isOwn).Read([]),
            _ => throw new InvalidOperationException("A reading of an event is one of three."),
        };
    }

    private sealed class OneMessage(JsonElement root, Reading reading, string? queue, string? sender, bool isOwn)
    {
        private readonly FieldValues attributes = new();

        public ParsedMessage Read(IReadOnlyCollection<Defect> asCloudEvent)
        {
            reading.Wrong(asCloudEvent);
            var type = TypeOf();
            FieldReader.Read(
                root, string.Empty, isOwn ? EnvelopeFields.OfOwn(type) : EnvelopeFields.Of(type), EnvelopeFields.Elsewhere, reading, attributes, nullIsAbsent: true);
            var wrongQueue = IsOnWrongQueue(type);
            var agency = AgencyOf(out var foreign);
            var data = ReadData(type);
            if (reading.Count > 0)
            {
                var reason = asCloudEvent.Count > 0 ? RefusalReasons.EventInvalid
                    : foreign ? RefusalReasons.SourceForeign
                    : type is null ? RefusalReasons.TypeUnknown
                    : wrongQueue ? RefusalReasons.TypeWrongQueue
                    : RefusalReasons.DataInvalid;
                return new ParsedMessage.Invalid(reason, reading.Defects, attributes.Find(EnvelopeFields.Id))
                {
                    OwnWordOf = reading.HasOwnWord ? agency : null,
                    Known = type == MessageTypes.ClientChanged && agency is not null && attributes.Find(EnvelopeFields.Id) is { } id
                        && attributes.Find(EnvelopeFields.Source) is { } source && attributes.Find(EnvelopeFields.Subject) is { } reference
                        ? (Envelope.KeyOf(source, id), new ClientReference(reference))
                        : null,
                };
            }

            var envelope = new Envelope(
                type!,
                attributes.Find(EnvelopeFields.Id)!,
                attributes.Find(isOwn ? EnvelopeFields.OwnSource : EnvelopeFields.Source)!,
                agency!,
                attributes.Find(EnvelopeFields.Subject) is { } subject ? new ClientReference(subject) : null,
                attributes.Maybe(EnvelopeFields.Time),
                attributes.Maybe(EnvelopeFields.RecordedTime));
            return type switch
            {
                MessageTypes.ClientChanged => new ParsedMessage.Change(envelope, ChangeContract.Build(envelope, data)),
                MessageTypes.ContactMade => new ParsedMessage.Contacted(envelope, ContactContract.Build(envelope, data)),
                MessageTypes.MeetingItem => new ParsedMessage.Brought(envelope, ItemContract.Build(envelope, data)),
                MessageTypes.PartnerSuggested => new ParsedMessage.Suggested(envelope, SuggestionContract.Build(envelope, data)),
                MessageTypes.SpecialistRequested => new ParsedMessage.Requested(envelope, RequestContract.Build(envelope, data)),
                MessageTypes.SurpriseReported => new ParsedMessage.CaughtOffGuard(envelope, SurpriseContract.Build(envelope, data)),
                _ => new ParsedMessage.Acknowledged(envelope, AcknowledgementContract.Build(envelope, data)),
            };
        }

        private string? TypeOf() =>
            root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? MessageTypes.Taken.FirstOrDefault(taken => type.ValueEquals(taken))
                : null;

        private bool IsOnWrongQueue(string? type)
        {
            if (type is null || queue is null || MessageTypes.QueueOf(type) == queue) return false;
            reading.Wrong("type", "belongs on another queue", $"send it to `{MessageTypes.QueueOf(type)}`");
            return true;
        }

        private string? AgencyOf(out bool foreign)
        {
            foreign = false;
            if (isOwn) return attributes.Find(EnvelopeFields.ActingFor);
            if (attributes.Find(EnvelopeFields.Source) is not { } source) return null;
            var agency = SourceForm.AgencyOf(source, reading.Community.Id);
            foreign = agency is null || (sender is not null && sender != agency);
            if (!foreign) return agency;
            reading.Wrong(
                "source",
                agency is null ? "names no agency of this community" : "names another agency than the one that signed",
                $"write {Forms.Source.Words}");
            return null;
        }

        private FieldValues ReadData(string? type)
        {
            if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return new FieldValues();
            return type switch
            {
                MessageTypes.ClientChanged => ChangeContract.Read(data, attributes.Find(EnvelopeFields.Subject), reading),
                MessageTypes.NoticeAcknowledged => AcknowledgementContract.Read(data, reading),
                MessageTypes.ContactMade => ContactContract.Read(data, reading),
                MessageTypes.MeetingItem => ItemContract.Read(data, attributes.Find(EnvelopeFields.Subject), reading),
                MessageTypes.PartnerSuggested => SuggestionContract.Read(data, reading),
                MessageTypes.SpecialistRequested => RequestContract.Read(data, reading),
                MessageTypes.SurpriseReported => SurpriseContract.Read(data, reading),
                _ => new FieldValues(), // Which table binds the data is known when the type is.
            };
        }
    }
}
