using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace HousingFirst.Hub.Notices;

/// <summary>
/// Lines that did not fit into a change's own batch, as one column of the change: they are accepted with it, and written and sent
/// ninety at a time after it.
/// </summary>
internal static class NoticeOverflow
{
    private static readonly OverflowJson Json = new(new JsonSerializerOptions(OverflowJson.Default.Options).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb));

    public static string Write(IEnumerable<Notice> notices) =>
        JsonSerializer.Serialize([.. notices.Select(Flat.Of)], Json.FlatArray);

    public static IReadOnlyList<Notice> Read(string text) =>
        [.. JsonSerializer.Deserialize(text, Json.FlatArray)!.Select(f => f.ToNotice())];

    /// <summary>Zipped, since hundreds of lines are more than a text column holds and differ in little.</summary>
    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new BrotliStream(packed, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    public static string Unpack(byte[] packed)
    {
        using var zip = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal sealed record Flat(
        string Id, int Order, NoticeState State, string? Reason, Role Role, string Agency, string Contact, string? Ref, bool Program, int Place, bool ToldBefore,
        string? SentTo, string? Consent, long Version, string Code, Urgency Urgency, Instant Decided, Leg Queue, Leg Mail, Instant? MailAt)
    {
        public static Flat Of(Notice notice) => new(
            notice.Id.ToString(), notice.Order, notice.State, notice.Reason, notice.Role, notice.Recipient!.Agency, notice.Recipient.Contact,
            notice.Recipient.TheirRef?.Value, notice.Recipient.IsProgram, notice.Recipient.Order,
            notice.Recipient.ToldBefore, notice.SentTo, notice.Consent, notice.Version,
            notice.Code.Code, notice.Urgency, notice.Decided, notice.Queue, notice.Mail, notice.MailAt);

        public Notice ToNotice() => new()
        {
            Id = NoticeId.TryParse(Id) ?? throw new InvalidDataException("A waiting line names no notice: run `hub check`."),
            Order = Order,
            State = State,
            Reason = Reason,
            Role = Role,
            Recipient = new Recipient(Agency, Contact, Role, Ref is null ? null : new ClientReference(Ref), Program, Place, ToldBefore),
            SentTo = SentTo,
            Consent = Consent,
            Version = Version,
            Code = Vocabulary.Current[Code],
            Urgency = Urgency,
            Decided = Decided,
            Queue = Queue,
            Mail = Mail,
            MailAt = MailAt,
        };
    }
}

[JsonSerializable(typeof(NoticeOverflow.Flat[]))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class OverflowJson : JsonSerializerContext;
