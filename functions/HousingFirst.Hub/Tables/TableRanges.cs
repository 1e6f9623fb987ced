using System.Runtime.CompilerServices;

namespace HousingFirst.Hub.Tables;

/// <summary>Reads a partition whole, however many pages it has.</summary>
public static class TableRanges
{
    /// <summary>The rows of a partition in ordinal key order: a request a thousand rows, and one page in memory.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="table">The table.</param>
    /// <param name="partition">The one partition.</param>
    /// <param name="cancellation">Stops the read.</param>
    public static async IAsyncEnumerable<Row> EachAsync(
        this ITables tables, Table table, string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? from = string.Empty; from is not null;)
        {
            var page = await tables.RangeAsync(table, partition, from, null, Limits.PageRows, cancellation);
            foreach (var row in page.Rows) yield return row;
            from = page.Next;
        }
    }
}
