using System.Buffers;
using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Storage;

/// <summary>A row's columns as they are stored: JSON, and its first binary column apart, as bytes.</summary>
internal readonly record struct StoredRow(ReadOnlyMemory<byte> Json, byte[]? Body)
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? writer;

    /// <summary>The columns of a write; nothing for a delete.</summary>
    public static StoredRow Of(RowWrite write)
    {
        var row = write switch
        {
            RowWrite.Insert insert => insert.Row,
            RowWrite.Update update => update.Row,
            RowWrite.Upsert upsert => upsert.Row,
            _ => null,
        };
        if (row is null) return default;
        string? apart = null;
        foreach (var (name, value) in row.Columns)
        {
            if (value is not byte[]) continue;
            apart = name;
            break;
        }

        // One writer a thread: a new one reserves many times the bytes of a row, seventeen times a change.
        var (buffer, json) = writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        RowJson.Write(json, row, apart);
        json.Flush();
        return new StoredRow(buffer.WrittenSpan.ToArray(), apart is null ? null : row.Bytes(apart));
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, RowJson.Compact));
    }

    /// <summary>Binds both.</summary>
    public SqliteStatement Bind(SqliteStatement statement, int json, int body) => statement.BindText(json, Json.Span).BindBlob(body, Body);
}
