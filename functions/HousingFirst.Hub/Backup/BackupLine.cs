using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Backup;

/// <summary>One line of a backup between its header and its end.</summary>
public abstract record BackupLine
{
    private BackupLine()
    {
    }

    /// <summary>A row of a table; every head reads and writes it the same way.</summary>
    public sealed record OfTable(Table Table, string Partition, Row Row) : BackupLine;

    /// <summary>Something a head keeps beside its tables: <paramref name="Kind"/> is <c>message</c> or <c>key</c>.</summary>
    public sealed record OfHead(string Kind, JsonElement Value) : BackupLine;
}
