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

    /// <summary>Room for the widest row, a notice: growing step by step would cost it three tables.</summary>
    private const int MostColumns = 23;

    private readonly Dictionary<string, object> columns = new(MostColumns, StringComparer.Ordinal);

    /// <summary>A new row, not stored yet.</summary>
    public Row(string key) => Key = key;

    /// <summary>The row key, escaped by <see cref="Keys"/>.</summary>
    public string Key { get; }

    /// <summary>The ETag the row was read with; null on a row that was not read.</summary>
    public string? ETag { get; init; }

    /// <summary>Every column by name, for stores and backups.</summary>
    public IReadOnlyDictionary<string, object> Columns => columns;

    /// <summary>Sets a column; null removes it.</summary>
    /// <exception cref="ArgumentException">The type is none of the five, or the value is over its limit.</exception>
    public Row With(string column, object? value)
    {
        switch (value)
        {
            case null:
                columns.Remove(column);
                return this;
            case string text when text.Length > Limits.TextCharacters:
                throw new ArgumentException($"Column {column} holds at most {Limits.TextCharacters} characters.", nameof(value));
            case byte[] bytes when bytes.Length > Limits.BinaryBytes:
                throw new ArgumentException($"Column {column} holds at most {Limits.BinaryBytes} bytes.", nameof(value));
            case string or long or bool or Instant or byte[]:
                columns[column] = value;
                return this;
            case int number:
                columns[column] = (long)number;
                return this;
            case LocalDate date:
                columns[column] = IsoText.Of(date);
                return this;
            default:
                throw new ArgumentException($"Column {column} can't hold a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>A text column, or null.</summary>
    public string? Text(string column) => columns.GetValueOrDefault(column) as string;

    /// <summary>A text column that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public string NeedText(string column) => Text(column) ?? throw Missing(column);

    /// <summary>A number column, or null.</summary>
    public long? Number(string column) => columns.GetValueOrDefault(column) as long?;

    /// <summary>A yes/no column; missing is no.</summary>
    public bool Flag(string column) => columns.GetValueOrDefault(column) is true;

    /// <summary>An instant column, or null.</summary>
    public Instant? Time(string column) => columns.GetValueOrDefault(column) as Instant?;

    /// <summary>A date column (ISO text), or null.</summary>
    public LocalDate? Date(string column) =>
        Text(column) is { } text ? IsoText.ReadDay(text) : null;

    /// <summary>A binary column, or null.</summary>
    public byte[]? Bytes(string column) => columns.GetValueOrDefault(column) as byte[];

    private static InvalidDataException Missing(string column) =>
        new($"A row has no column '{column}'. The data was written by something that is not the hub, or is damaged: run `hub check`.");
}

/// <summary>A page of a range.</summary>
/// <param name="Rows">The rows in ordinal key order.</param>
/// <param name="Next">Where the next page starts (a key, included), or null at the end.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Next);
