using System.Text.Json;
using HousingFirst.Core.Glossary;
using NodaTime;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>surprise.reported.v1</c>: its field table and its reading.</summary>
internal static class SurpriseContract
{
    public static Field<LocalDate> OccurredOn { get; } = new(
        "occurredOn", new DayShape(DayLimits.Past), "The day of what you should have heard of, as far as you know.");

    public static Field<ChangeCode> Change { get; } = new("change", new CodeShape(), "What you should have heard of, as far as you know.");

    public static IReadOnlyList<FieldUse> Uses { get; } = [May(OccurredOn), May(Change)];

    public static FieldValues Read(JsonElement data, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        return values;
    }

    /// <summary>The report, from values without a defect.</summary>
    public static ReportedSurprise Build(Envelope envelope, FieldValues values) => new(
        envelope.Sender, envelope.Subject!.Value, envelope.Id, envelope.Key, values.Maybe(OccurredOn), values.Find(Change));
}
