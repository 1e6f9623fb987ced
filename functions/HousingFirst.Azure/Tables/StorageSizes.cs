using System.Text.Json;
using Azure.Data.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>What table storage takes at most, told in words before it answers with a code. Azurite doesn't hold all of it.</summary>
internal static class StorageSizes
{
    /// <summary>Properties of an entity, without its keys and timestamp.</summary>
    public const int Properties = 252;

    /// <summary>Bytes of an entity, as table storage counts them.</summary>
    public const int EntityBytes = 1024 * 1024;

    /// <summary>Bytes of a batch, as sent.</summary>
    public const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>The lines around an entity in a batch, and its type annotations, but for its keys.</summary>
    private const int Envelope = 1024;

    /// <summary>Checks a batch.</summary>
    /// <exception cref="ArgumentException">It holds more than table storage takes: a bug in the caller.</exception>
    public static void Guard(IReadOnlyList<TableTransactionAction> actions)
    {
        foreach (var action in actions)
        {
            if (Written(action) is not { } entity) continue;
            var columns = entity.Keys.Count(IsCounted) - 1;
            if (columns > Properties - 1)
                throw new ArgumentException($"A row holds at most {Properties - 1} columns in table storage, this one {columns}.", nameof(actions));
            var stored = StoredBytes(entity);
            if (stored > EntityBytes)
                throw new ArgumentException($"A row takes at most {EntityBytes} bytes in table storage, this one {stored}.", nameof(actions));
        }

        // Encoding the text only to count it is dear, so that is left to a batch that could be too large.
        if (actions.Sum(a => SentBytes(a, static text => 6 * text.Length)) <= BatchBytes) return;
        var sent = actions.Sum(a => SentBytes(a, static text => JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length));
        if (sent > BatchBytes)
            throw new ArgumentException($"A batch takes at most {BatchBytes} bytes on its way to table storage, this one about {sent}: write fewer rows at once.", nameof(actions));
    }

    /// <summary>Bytes of an entity by table storage's own formula.</summary>
    public static long StoredBytes(TableEntity entity)
    {
        var bytes = 4L + (2 * (entity.PartitionKey.Length + entity.RowKey.Length));
        foreach (var (name, value) in entity)
        {
            if (!IsCounted(name)) continue;
            bytes += 8 + (2 * name.Length) + value switch
            {
                string text => 4 + (2L * text.Length),
                byte[] binary => 4 + binary.Length,
                _ => 8,
            };
        }

        return bytes;
    }

    private static long SentBytes(TableTransactionAction action, Func<string, int> encoded)
    {
        var bytes = Envelope + (8L * (action.Entity.PartitionKey.Length + action.Entity.RowKey.Length));
        if (Written(action) is not { } entity) return bytes;
        foreach (var (name, value) in entity)
        {
            bytes += (2 * name.Length) + 40 + value switch
            {
                string text => encoded(text),
                byte[] binary => 4 * ((binary.Length + 2) / 3),
                _ => 0,
            };
        }

        return bytes;
    }

    private static TableEntity? Written(TableTransactionAction action) =>
        action.ActionType == TableTransactionActionType.Delete ? null : (TableEntity)action.Entity;

    private static bool IsCounted(string property) => property is not ("PartitionKey" or "RowKey" or "odata.etag");
}
