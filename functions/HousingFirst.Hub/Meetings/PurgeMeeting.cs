using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Forgets the text of a meeting's case items, the clients' messages, and the minutes of the case part. What stays is that there was an item, of which
/// agency, and who saw it. The head says first that it begins, so that nobody saves such text any more, and last when it was done, only once nothing is
/// left, in the rows and in the files that hold them; <see cref="LeftAsync"/> looks for itself.
/// </summary>
/// <param name="meetings">The meetings.</param>
/// <param name="scrub">Clears deleted rows out of the files; null where the storage does.</param>
public sealed class PurgeMeeting(MeetingStore meetings, IScrub? scrub)
{
    private const int MostTries = 25;

    /// <summary>Forgets it. Done before, nothing changes.</summary>
    public async ValueTask RunAsync(string meeting, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (!await meetings.BeginForgettingAsync(meeting, at.Now, cancellation)) continue;
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
                if (stored.Purged is not null) return;
                if (scrub is not null) await scrub.ScrubAsync(cancellation);
                await meetings.NotePurgedAsync(stored, at.Now, cancellation);
                return;
            }
        }

        throw new IOException($"A meeting moved {MostTries} times while its text was forgotten. Try again.");
    }

    /// <summary>How many rows still hold text about a client: none, after its time.</summary>
    public async ValueTask<int> LeftAsync(string meeting, CancellationToken cancellation) =>
        (await meetings.ReadAsync(meeting, cancellation)).Items.Count(HasText) + (await MinutesOfCasesAsync(meeting, cancellation)).Count;

    /// <summary>Whether a row of a meeting's partition holds text about a client.</summary>
    internal static bool HoldsText(Row row) =>
        row.Key.StartsWith(MeetingRows.ItemPrefix, StringComparison.Ordinal) ? HasText(MeetingRows.ReadItem(row))
        : row.Key.StartsWith(MeetingRows.MinutesPrefix, StringComparison.Ordinal) && Keys.Parts(RowVersions.Readable(row).Key)[1] != MinutesStore.Open;

    private static bool HasText(AgendaItem item) => item.Part == MeetingPart.Case && (item.Text is not null || item.VoiceText is not null || item.Answers.Length > 0);

    private async ValueTask<List<RowWrite>> MinutesOfCasesAsync(string meeting, CancellationToken cancellation)
    {
        var gone = new List<RowWrite>();
        await foreach (var row in meetings.RangeAsync(meeting, MeetingRows.MinutesPrefix, Keys.End(MeetingRows.MinutesPrefix), cancellation))
        {
            if (HoldsText(row)) gone.Add(new RowWrite.Delete(row.Key, row.ETag));
        }

        return gone;
    }
}
