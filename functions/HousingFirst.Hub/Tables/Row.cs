using NodaTime;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// One row: a key, the ETag it was read with, and flat columns that an operator can read in any table browser. A column is a
/// <see cref="string"/>, <see cref="long"/>, <see cref="bool"/>, <see cref="Instant"/> or <see cref="byte"/> array; dates are ISO text.
/// A null column is a missing one.
/// </summary>
public sealed class Row
{
    /// <summary>The column that holds the version of the row's layout.</summary>
    public const string VersionColumn = "v";

    /// <summary>Room for the widest row but one, a notice's: growing there would copy it three times.</summary>
    private const int UsualMost = 24;

    // Searched from the front: at two dozen columns, whose names are mostly the same objects, quicker and smaller than a table of hashes.
    private readonly List<KeyValuePair<string, object>> columns = new(UsualMost);

    /// <summary>A new row, not stored yet.</summary>
    public Row(string key) => Key = key;

    /// <summary>The row key, escaped by <see cref="Keys"/>.</summary>
    public string Key { get; }

    /// <summary>The ETag the row was read with; null on a row that was not read.</summary>
    public string? ETag { get; init; }

    /// <summary>Every column, for stores and backups, in the order they were set.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Columns => columns;

    /// <summary>Sets a column; null removes it. An instant is cut to 100 nanoseconds, the finest that every store holds.</summary>
    /// <exception cref="ArgumentException">The type is none of the five, or the value is over its limit.</exception>
    public Row With(string column, object? value)
    {
        switch (value)
        {
            case null:
                if (IndexOf(column) is >= 0 and var known) columns.RemoveAt(known);
                return this;
            case string text when text.Length > Limits.TextCharacters:
                throw new ArgumentException($"Column {column} holds at most {Limits.TextCharacters} characters.", nameof(value));
            case byte[] bytes when bytes.Length > Limits.BinaryBytes:
                throw new ArgumentException($"Column {column} holds at most {Limits.BinaryBytes} bytes.", nameof(value));
            case Instant instant:
                // Not a new object where nothing is cut: rows are read by the thousand.
                var cut = Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks());
                return Set(column, cut == instant ? value : cut);
            case string or long or bool or byte[]:
                return Set(column, value);
            case int number:
                return Set(column, (long)number);
            case LocalDate date:
                return Set(column, IsoText.Of(date));
            default:
                throw new ArgumentException($"Column {column} can't hold a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>A text column, or null.</summary>
    public string? Text(string column) => Find(column) as string;

    /// <summary>A text column that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public string NeedText(string column) => Text(column) ?? throw Missing(column);

    /// <summary>A number column, or null.</summary>
    public long? Number(string column) => Find(column) as long?;

    /// <summary>A yes/no column; missing is no.</summary>
    public bool Flag(string column) => Find(column) is true;

    /// <summary>An instant column, or null.</summary>
    public Instant? Time(string column) => Find(column) as Instant?;

    /// <summary>A date column (ISO text), or null.</summary>
    public LocalDate? Date(string column) =>
        Text(column) is { } text ? IsoText.ReadDay(text) : null;

    /// <summary>A binary column, or null.</summary>
    public byte[]? Bytes(string column) => Find(column) as byte[];

    private object? Find(string column) => IndexOf(column) is >= 0 and var known ? columns[known].Value : null;

    private Row Set(string column, object value)
    {
        if (IndexOf(column) is >= 0 and var known) columns[known] = new(column, value);
        else columns.Add(new(column, value));
        return this;
    }

    private int IndexOf(string column)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Key, column, StringComparison.Ordinal)) return i;
        }

        return -1;
    }

    private static InvalidDataException Missing(string column) =>
        new($"A row has no column '{column}'. The data was written by something that is not the hub, or is damaged: run `hub check`.");
}

/// <summary>A page of a range.</summary>
/// <param name="Rows">The rows in ordinal key order.</param>
/// <param name="Next">Where the next page starts (a key, included), or null at the end.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Next);
