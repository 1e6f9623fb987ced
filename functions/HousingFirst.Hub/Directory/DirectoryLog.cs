using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// Who changed what when, of every organisation and its contacts, field by field; and the operator's audit of it. Both are written after the card,
/// from what lies on the card, as often as need be: an edit that was made is told of exactly once, whatever was cut off.
/// </summary>
public sealed class DirectoryLog(ITables tables, string community, DirectoryStore store, AuditLog audit)
{
    /// <summary>An organisation's edits, newest first; empty where there is none, or no such organisation.</summary>
    public async ValueTask<IReadOnlyList<DirectoryEdit>> ReadAsync(string agency, CancellationToken cancellation)
    {
        if (await store.CardAsync(agency, cancellation) is { Last: { } last }) await SettleAsync(agency, last, cancellation);
        var edits = new List<DirectoryEdit>();
        await foreach (var row in tables.EachAsync(Table.Directory, Partition(agency), DirectoryEdit.Prefix, Keys.End(DirectoryEdit.Prefix), cancellation))
            edits.Add(DirectoryEdit.Read(row));
        return edits;
    }

    /// <summary>Sees to it that an edit that lies on a card has its rows: one point read where it has.</summary>
    internal async ValueTask SettleAsync(string agency, DirectoryEdit edit, CancellationToken cancellation)
    {
        if (await tables.GetAsync(Table.Directory, Partition(agency), edit.RowKey, cancellation) is null) await WriteAsync(agency, edit, cancellation);
    }

    /// <summary>Writes an edit's rows: the audit first, so that the log's row says that both are there.</summary>
    internal async ValueTask WriteAsync(string agency, DirectoryEdit edit, CancellationToken cancellation)
    {
        await audit.PutAsync(new AuditEntry(edit.At, edit.Action, edit.About, edit.By), $"{agency}:{edit.Revision}", cancellation);
        await tables.BatchAsync(Table.Directory, Partition(agency), [new RowWrite.Upsert(edit.ToRow())], cancellation);
    }

    private string Partition(string agency) => Keys.Of(community, "org", agency);
}
