using System.Buffers;
using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Storage;

/// <summary>A row's columns as they are stored: JSON, and its first binary column apart, as bytes.</summary>
internal readonly record struct StoredRow(ReadOnlyMemory<byte> Json, byte[]? Body)
{
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

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, RowJson.Compact)) RowJson.Write(json, row, apart);
        return new StoredRow(buffer.WrittenMemory, apart is null ? null : row.Bytes(apart));
    }

    /// <summary>Binds both.</summary>
    public SqliteStatement Bind(SqliteStatement statement, int json, int body) => statement.BindText(json, Json.Span).BindBlob(body, Body);
}
