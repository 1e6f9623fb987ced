using System.Text.Json;
using System.Text.Json.Serialization;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>The rows that one change made in the real hub, byte for byte, and what making them took: what the bare loop writes again.</summary>
/// <param name="Incoming">The message as it was enqueued.</param>
/// <param name="Change">The change's row as inserted.</param>
/// <param name="Notices">The notices' rows, inserted and then updated.</param>
/// <param name="Outgoing">The messages on the agencies' queues.</param>
/// <param name="Due">What it left in the table of due work.</param>
/// <param name="Requests">Every request to the table port, in order.</param>
/// <param name="TableRows">Rows written through the table port.</param>
/// <param name="QueueRows">Rows written in the queues: enqueued, locked, completed, sent on.</param>
internal sealed record ChangeShape(
    MessageShape Incoming, RowShape Change, IReadOnlyList<NoticeShape> Notices, IReadOnlyList<MessageShape> Outgoing,
    IReadOnlyList<RowShape> Due, IReadOnlyList<string> Requests, int TableRows, int QueueRows)
{
    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    public static async Task<ChangeShape> ReadAsync(string file, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file, cancellation), ShapeJson.Default.ChangeShape)!;

    /// <summary>Writes it to a file, for a process that runs the bare loop.</summary>
    public Task WriteAsync(string file, CancellationToken cancellation) =>
        File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(this, ShapeJson.Default.ChangeShape), cancellation);
}

/// <summary>A message's row.</summary>
internal sealed record MessageShape(string Queue, string MessageId, string? ContentType, string? Properties, byte[] Body);

/// <summary>A table row.</summary>
internal sealed record RowShape(string Partition, string Key, string Columns, byte[]? Body);

/// <summary>A notice's row as inserted, and its columns as updated.</summary>
internal sealed record NoticeShape(RowShape Inserted, string Updated);

// By metadata: the faster generated writer makes an empty text of a null byte[].
[JsonSerializable(typeof(ChangeShape), GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ShapeJson : JsonSerializerContext;
