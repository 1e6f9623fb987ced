using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Meetings;

/// <summary>Takes what an agency that can't come says of an item before the meeting: of a case item only from its room. The last word of each agency counts.</summary>
public sealed class AnswerBefore(MeetingStore meetings, ReadAgenda agenda)
{
    /// <summary>The longest answer, in characters.</summary>
    public const int Longest = 400;

    private const int MostTries = 25;

    private static readonly Defect NotTheirs = new("item", "no case item of your rooms", "the agenda shows those there are");

    private static readonly Defect Over = new("meeting", "over, or off", "call the specialist");

    /// <summary>Takes it.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async ValueTask<Defect?> RunAsync(Meeting meeting, Viewer viewer, string item, string text, Surroundings at, CancellationToken cancellation)
    {
        if (meeting.IsOff || meeting.End <= at.Now) return Over;
        if (PlainText.Check("text", text, Longest) is { } wrong) return wrong;
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await agenda.RunAsync(meeting, viewer, at, cancellation)).Cases.All(c => c.Item.Id != item)) return NotTheirs;
            if (await meetings.ItemAsync(meeting.Id, item, cancellation) is not ({ IsPurged: false } known, var etag)) return NotTheirs;
            var said = known.Answers.RemoveAll(a => a.Agency == viewer.Agency).Add(new EarlyAnswer(viewer.Agency, new ItemText(text)));
            if (await meetings.WriteAsync(meeting.Id, known with { Answers = said }, etag, cancellation)) return null;
        }

        throw new IOException($"An item moved {MostTries} times while somebody spoke to it. Try again.");
    }
}
