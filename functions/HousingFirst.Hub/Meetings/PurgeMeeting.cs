using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Forgets the text of a meeting's case items, the clients' messages, and the minutes of the case part. What stays is that there was an item, of which
/// agency, and who saw it. The head says when it was done only once nothing is left; <see cref="LeftAsync"/> looks for itself.
/// </summary>
public sealed class PurgeMeeting(MeetingStore meetings)
{
    private const int MostTries = 25;

    /// <summary>Forgets it. Done before, nothing changes.</summary>
    public async ValueTask RunAsync(string meeting, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await meetings.ReadAsync(meeting, cancellation);
            var writes = stored.Items.Where(HasText)
                .Select(i => (RowWrite)new RowWrite.Update(
                    MeetingRows.Of(i with { Text = null, VoiceText = null, Answers = [], IsPurged = true }), stored.ETags[MeetingRows.ItemKey(i.Id)]))
                .Concat(await MinutesOfCasesAsync(meeting, cancellation))
                .ToArray();
            var moved = false;
            foreach (var batch in writes.Chunk(Limits.BatchRows)) moved |= await meetings.WriteAsync(meeting, batch, cancellation) is BatchOutcome.Conflict;
            if (moved) continue;
            if (writes.Length == 0)
            {
                if (stored.Purged is null) await meetings.NotePurgedAsync(stored, at.Now, cancellation);
                return;
            }
        }

        throw new IOException($"A meeting moved {MostTries} times while its text was forgotten. Try again.");
    }

    /// <summary>How many rows still hold text about a client: none, after its time.</summary>
    public async ValueTask<int> LeftAsync(string meeting, CancellationToken cancellation) =>
        (await meetings.ReadAsync(meeting, cancellation)).Items.Count(HasText) + (await MinutesOfCasesAsync(meeting, cancellation)).Count;

    private static bool HasText(AgendaItem item) => item.Part == MeetingPart.Case && (item.Text is not null || item.VoiceText is not null || item.Answers.Length > 0);

    private async ValueTask<List<RowWrite>> MinutesOfCasesAsync(string meeting, CancellationToken cancellation)
    {
        var gone = new List<RowWrite>();
        await foreach (var row in meetings.RangeAsync(meeting, MeetingRows.MinutesPrefix, Keys.End(MeetingRows.MinutesPrefix), cancellation))
        {
            if (Keys.Parts(row.Key)[1] != MinutesStore.Open) gone.Add(new RowWrite.Delete(row.Key, row.ETag));
        }

        return gone;
    }
}
