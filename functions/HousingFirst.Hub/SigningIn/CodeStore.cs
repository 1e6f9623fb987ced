using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.SigningIn;

/// <summary>One row a contact: the code it was sent last, and what was asked for and tried in the last hour.</summary>
internal sealed class CodeStore(ITables tables, string community)
{
    private string Partition => Keys.Of(community, "code");

    /// <summary>
    /// Decides on what is stored and writes it, guarded by the row's ETag: of many at once each decides on what the one before it left.
    /// </summary>
    /// <param name="contact">The contact's id.</param>
    /// <param name="decide">What becomes of the row, null where nothing does; and the answer, which stands only once that is written.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<T> ChangeAsync<T>(
        string contact, Func<OneTimeCode, (OneTimeCode? Next, T Answer)> decide, CancellationToken cancellation)
    {
        while (true)
        {
            var row = await tables.GetAsync(Table.Keys, Partition, Keys.Of(contact), cancellation);
            var (next, answer) = decide(row is null ? new OneTimeCode() : OneTimeCode.Read(row));
            if (next is null) return answer;
            RowWrite write = row is null ? new RowWrite.Insert(next.ToRow(contact)) : new RowWrite.Update(next.ToRow(contact), row.ETag!);
            if (await tables.BatchAsync(Table.Keys, Partition, [write], cancellation) is BatchOutcome.Committed) return answer;
        }
    }
}
