using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Hub.Meetings;

/// <summary>Takes whether somebody comes. Where they don't, their alternate is invited by the next tick: that is put among the due work first.</summary>
public sealed class AnswerInvitation(MeetingStore meetings, DueStore due)
{
    private const int MostTries = 25;

    /// <summary>Takes an answer. The last one counts.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="agency">Whose person; null for every agency that invited this person.</param>
    /// <param name="contact">Who.</param>
    /// <param name="comes">Whether they come.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where they are not invited, or the meeting is off or over.</returns>
    public async ValueTask<bool> RunAsync(string meeting, string? agency, string contact, bool comes, Surroundings at, CancellationToken cancellation)
    {
        if (MeetingCalendar.Find(meeting, at.Community) is not { IsOff: false } of || of.End <= at.Now) return false;
        var answer = comes ? GuestAnswer.Accepted : GuestAnswer.Declined;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var guests = (await meetings.ReadAsync(meeting, cancellation)).Guests.Where(g => g.Contact == contact && (agency is null || g.Agency == agency)).ToArray();
            if (guests.Length == 0) return false;
            if (!comes) await due.AddAsync([new DueItem(at.Now, DueKind.Meeting, $"{meeting}.{contact}") { About = meeting }], null, cancellation);
            var moved = false;
            foreach (var guest in guests.Where(g => g.Answer != answer))
                moved |= await meetings.WriteAsync(meeting, guest with { Answer = answer, Answered = at.Now }, cancellation) is null;
            if (!moved) return true;
        }

        throw new IOException($"The guests of a meeting moved {MostTries} times while one answered. Try again.");
    }
}
