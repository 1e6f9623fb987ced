using Azure.Data.Tables;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Azure.Tables;

/// <summary>A row as an entity of table storage, each column a property of the type that a table browser shows best.</summary>
internal static class StoredEntity
{
    /// <summary>The first instant that table storage knows.</summary>
    private static readonly Instant FirstKnown = Instant.FromUtc(1601, 1, 1, 0, 0);

    /// <summary>The entity of a row that a batch writes.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="row">The row.</param>
    /// <param name="trail">The batches that wrote it, this one first.</param>
    /// <exception cref="ArgumentException">Table storage can't hold the row: an instant out of its range, or too much of anything.</exception>
    public static TableEntity Of(string partition, Row row, string trail)
    {
        var entity = new TableEntity(partition, row.Key);
        foreach (var (column, value) in row.Columns)
            entity.Add(PropertyNames.OfColumn(column), value is Instant instant ? Time(column, instant) : value);
        entity.Add(PropertyNames.WriteIds, trail);
        return entity;
    }

    /// <summary>The row of an entity.</summary>
    /// <exception cref="InvalidDataException">A property is of a type the hub never writes. Says which type, never what it holds.</exception>
    public static Row ToRow(TableEntity entity)
    {
        var row = new Row(entity.RowKey) { ETag = RowETag.Of(entity).ToString() };
        foreach (var (property, value) in entity)
        {
            if (value is null || PropertyNames.IsHidden(property)) continue;
            row.With(PropertyNames.ToColumn(property), value switch
            {
                string or long or int or bool or byte[] => value,
                DateTimeOffset time => Instant.FromDateTimeOffset(time),
                BinaryData data => data.ToArray(),
                _ => throw new InvalidDataException(
                    $"A row in table storage has a property of type {value.GetType().Name}, which the hub never writes: it was changed by hand or by another program. Mend it there, or restore a backup."),
            });
        }

        return row;
    }

    private static DateTimeOffset Time(string column, Instant instant)
    {
        if (instant < FirstKnown) throw new ArgumentException($"Column {column} holds an instant from the year 1601 on.", nameof(instant));
        return instant.ToDateTimeOffset();
    }
}
