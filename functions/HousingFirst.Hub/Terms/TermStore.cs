using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Terms;

/// <summary>
/// Each agency's own terms, a partition an agency: a version row, which every write raises by its ETag, and a row a term. No read ever spans two
/// agencies: only an agency's own table is looked at for it.
/// </summary>
public sealed class TermStore(ITables tables, string community)
{
    private const string VersionKey = "0";

    private const int MostTries = 25;

    /// <summary>The version of an agency's table; 0 where it has none. One point read.</summary>
    public async ValueTask<long> VersionAsync(string agency, CancellationToken cancellation) =>
        VersionOf(await tables.GetAsync(Table.Directory, Partition(agency), VersionKey, cancellation));

    /// <summary>An agency's table: one request.</summary>
    public async ValueTask<AgencyTerms> ReadAsync(string agency, CancellationToken cancellation) => (await LoadAsync(agency, cancellation)).Terms;

    /// <summary>
    /// Changes an agency's table as it is now, in batches of at most 99 terms. Somebody else's change in between is seen, and the rest
    /// computed anew; cut off between two batches, running it again does the rest.
    /// </summary>
    /// <param name="agency">Whose.</param>
    /// <param name="change">From the table as it stands to what is to be written and removed.</param>
    /// <param name="cancellation">Stops before a batch.</param>
    /// <returns>The table as it was when the last change was made on it.</returns>
    public async ValueTask<AgencyTerms> ChangeAsync(string agency, Func<AgencyTerms, TermChange> change, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (before, version) = await LoadAsync(agency, cancellation);
            if (await WriteAsync(agency, before.Version, version, change(before), cancellation)) return before;
        }

        throw new IOException($"The agency's terms were changed {MostTries} times while one change was made. Try again.");
    }

    private async ValueTask<bool> WriteAsync(string agency, long version, string? etag, TermChange change, CancellationToken cancellation)
    {
        var writes = change.Put.Select(t => (RowWrite)new RowWrite.Upsert(ToRow(t)))
            .Concat(change.Remove.Select(t => new RowWrite.Delete(KeyOf(t), null)));
        foreach (var part in writes.Chunk(Limits.BatchRows - 1))
        {
            var head = RowVersions.NewRow(VersionKey).With("version", ++version);
            RowWrite[] batch = [etag is null ? new RowWrite.Insert(head) : new RowWrite.Update(head, etag), .. part];
            if (await tables.BatchAsync(Table.Directory, Partition(agency), batch, cancellation) is not BatchOutcome.Committed committed) return false;
            etag = committed.ETags[0];
        }

        return true;
    }

    private async ValueTask<(AgencyTerms Terms, string? VersionETag)> LoadAsync(string agency, CancellationToken cancellation)
    {
        var terms = new List<AgencyTerm>();
        Row? head = null;
        await foreach (var row in tables.EachAsync(Table.Directory, Partition(agency), cancellation))
        {
            if (row.Key == VersionKey) head = row;
            else terms.Add(new AgencyTerm(RowVersions.Readable(row).NeedText("term"), row.NeedText("code")));
        }

        return (new AgencyTerms(terms, VersionOf(head)), head?.ETag);
    }

    private static long VersionOf(Row? row) => row is null ? 0 : RowVersions.Readable(row).Number("version")
        ?? throw new InvalidDataException("A version row has no version. The data is damaged: run `hub check`.");

    private static Row ToRow(AgencyTerm term) => RowVersions.NewRow(KeyOf(term.Term)).With("term", term.Term).With("code", term.Code);

    /// <summary>A term may hold letters that no key does, and more of them: its key is a hash of what it is known by.</summary>
    private static string KeyOf(string term) =>
        Keys.Of("t", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folding.Of(term))))[..32]);

    private string Partition(string agency) => Keys.Of(community, "terms", agency);
}

/// <summary>What is to be changed in a table.</summary>
/// <param name="Put">Terms to write.</param>
/// <param name="Remove">Terms to remove.</param>
public sealed record TermChange(IReadOnlyList<AgencyTerm> Put, IReadOnlyList<string> Remove);
