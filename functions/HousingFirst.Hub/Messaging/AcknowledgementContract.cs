using System.Text.Json;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>notice.acknowledged.v1</c>: its field table and its reading.</summary>
internal static class AcknowledgementContract
{
    public static Field<string> Notice { get; } =
        new("notice", new FormShape(Forms.NoticeId), "Which notice is answered.");

    public static Field<NoticeAnswer> Answer { get; } = new(
        "answer",
        new WordShape<NoticeAnswer>(
            ("received", NoticeAnswer.Received), ("canHelp", NoticeAnswer.CanHelp), ("notForMe", NoticeAnswer.NotForMe)),
        "Got it; I can help, call me; not for me.");

    public static Field<AnsweredBy> By { get; } = new(
        "by",
        new WordShape<AnsweredBy>(("human", AnsweredBy.Human), ("system", AnsweredBy.System)),
        "Whether a person or a system answers; only a person ends a U3 or U4.");

    public static IReadOnlyList<FieldUse> Uses { get; } = [Must(Notice), Must(Answer), Must(By)];

    public static FieldValues Read(JsonElement data, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        return values;
    }

    /// <summary>The answer, from values without a defect.</summary>
    public static Acknowledgement Build(Envelope envelope, FieldValues values)
    {
        values.Has(Notice, out var notice);
        values.Has(Answer, out var answer);
        values.Has(By, out var by);
        return new Acknowledgement(envelope.Sender, envelope.Subject, envelope.Id, envelope.Key, notice, answer, by);
    }
}
