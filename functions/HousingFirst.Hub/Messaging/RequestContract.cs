using System.Text.Json;
using HousingFirst.Hub.Specialists;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>specialist.requested.v1</c>: its field table and its reading.</summary>
internal static class RequestContract
{
    /// <summary>The longest note, in Unicode characters.</summary>
    public const int LongestNote = 500;

    public static Field<HelpAbout> About { get; } = new(
        "about",
        new WordShape<HelpAbout>(("mediation", HelpAbout.Mediation), ("advice", HelpAbout.Advice), ("barrier", HelpAbout.Barrier)),
        "Two partners can't settle something; advice; something in the system stands in the way.");

    public static Field<string> With { get; } = new(
        "with", new FormShape(Forms.Id), "The agency id of the other partner; only with `mediation`.");

    public static Field<string> Note { get; } = new(
        "note", new PlainTextShape(LongestNote), "For the specialist, in your own words; no mail holds it. Nobody's name.");

    public static IReadOnlyList<FieldUse> Uses { get; } = [Must(About), May(With), May(Note)];

    /// <summary>Every name the table knows.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Uses.Select(use => use.Field.Name)];

    public static FieldValues Read(JsonElement data, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        if (values.Find(With) is not null && values.Maybe(About) is { } about && about != HelpAbout.Mediation)
            reading.Wrong("data.with", "only with `mediation`", "leave it out");
        return values;
    }

    /// <summary>The request, from values without a defect.</summary>
    public static SpecialistRequest Build(Envelope envelope, FieldValues values)
    {
        values.Has(About, out var about);
        return new SpecialistRequest(
            envelope.Sender, envelope.Subject, envelope.Id, envelope.Key, about, values.Find(With), values.Find(Note));
    }
}
