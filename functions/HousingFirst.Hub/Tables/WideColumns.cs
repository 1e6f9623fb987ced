using System.Globalization;
using System.Text;

namespace HousingFirst.Hub.Tables;

/// <summary>Bytes in a row's binary columns: in <c>body</c>, and what one column can't hold in <c>body2</c>, <c>body3</c> and so on.</summary>
internal static class WideColumns
{
    /// <summary>A row of Azure Tables holds 1 MiB in all; the rest is for its readable columns.</summary>
    public const int MostBytes = 14 * Limits.BinaryBytes;

    private const string Column = "body";

    /// <summary>Sets the columns.</summary>
    public static Row Set(Row row, byte[] bytes)
    {
        for (var (from, number) = (0, 1); from < bytes.Length; from += Limits.BinaryBytes, number++)
            row.With(Name(number), bytes.AsSpan(from, Math.Min(Limits.BinaryBytes, bytes.Length - from)).ToArray());
        return row;
    }

    /// <summary>The bytes of the columns.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static byte[] Get(Row row) =>
        Find(row) ?? throw new InvalidDataException($"A row has no column '{Column}'. The data is damaged: run `hub check`.");

    /// <summary>The bytes of the columns, or null where there are none.</summary>
    public static byte[]? Find(Row row)
    {
        if (row.Bytes(Column) is not { } first || row.Bytes(Name(2)) is not { } next) return row.Bytes(Column);
        using var all = new MemoryStream();
        all.Write(first);
        for (var number = 3; next is not null; number++)
        {
            all.Write(next);
            next = row.Bytes(Name(number));
        }

        return all.ToArray();
    }

    /// <summary>How much of a batch a row takes, at least: text may take two bytes a letter on the way, bytes a third more.</summary>
    public static int SizeOf(Row row)
    {
        var size = 2 * row.Key.Length + 500;
        foreach (var (name, value) in row.Columns)
        {
            size += name.Length + 60 + value switch
            {
                string text => 2 * Encoding.UTF8.GetByteCount(text),
                byte[] bytes => bytes.Length / 3 * 4 + 4,
                _ => 30,
            };
        }

        return size;
    }

    private static string Name(int number) => number == 1 ? Column : string.Create(CultureInfo.InvariantCulture, $"{Column}{number}");
}
