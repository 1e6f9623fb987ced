using System.Runtime.CompilerServices;

namespace HousingFirst.Hub.Tables;

/// <summary>Reads rows of a partition, however many pages they are.</summary>
public static class TableRanges
{
    /// <summary>The rows of a partition in ordinal key order: a request a thousand rows, and one page in memory.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="table">The table.</param>
    /// <param name="partition">The one partition.</param>
    /// <param name="cancellation">Stops the read.</param>
    public static IAsyncEnumerable<Row> EachAsync(this ITables tables, Table table, string partition, CancellationToken cancellation) =>
        tables.EachAsync(table, partition, string.Empty, null, cancellation);

    /// <summary>The rows of a range of a partition, in the same way.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="table">The table.</param>
    /// <param name="partition">The one partition.</param>
    /// <param name="from">The first key.</param>
    /// <param name="before">The key before which it ends; null for the end of the partition.</param>
    /// <param name="cancellation">Stops the read.</param>
    public static async IAsyncEnumerable<Row> EachAsync(
        this ITables tables, Table table, string partition, string from, string? before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? next = from; next is not null;)
        {
            var page = await tables.RangeAsync(table, partition, next, before, Limits.PageRows, cancellation);
            foreach (var row in page.Rows) yield return row;
            next = page.Next;
        }
    }
}
