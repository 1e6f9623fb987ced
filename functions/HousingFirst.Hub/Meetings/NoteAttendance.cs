namespace HousingFirst.Hub.Meetings;

/// <summary>Notes who was at a meeting: from what was noted, and not from who said that they come, it is seen whether its energy falls.</summary>
public sealed class NoteAttendance(MeetingStore meetings)
{
    private const int MostTries = 25;

    /// <summary>Notes it; the last word counts.</summary>
    /// <returns>False where that person is not invited.</returns>
    public async ValueTask<bool> RunAsync(string meeting, string agency, string contact, bool wasThere, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await meetings.GuestsOfAsync(meeting, agency, cancellation)).FirstOrDefault(g => g.Contact == contact) is not { } guest) return false;
            if (await meetings.WriteAsync(meeting, guest with { WasThere = wasThere }, cancellation) is not null) return true;
        }

        throw new IOException($"A guest of a meeting moved {MostTries} times while it was noted who was there. Try again.");
    }
}
