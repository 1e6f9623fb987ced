using System.Reflection;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Rebus.PostgreSql;
using Rebus.PostgreSql.Transport;
using Rebus.Transport;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>The rows that a handler writes: the change and its notices, in one statement, in the transaction that received the message.</summary>
internal static class RebusRows
{
    /// <summary>The tables, with the keys a hub would give them.</summary>
    public const string Tables =
        """
        CREATE TABLE change (id text PRIMARY KEY, received timestamptz NOT NULL, event text NOT NULL);
        CREATE TABLE notice (change text NOT NULL, queue text NOT NULL, state text NOT NULL, body jsonb NOT NULL, PRIMARY KEY (change, queue));
        """;

    private const string Insert =
        """
        WITH one AS (INSERT INTO change (id, received, event) VALUES (@id, now(), @event))
        INSERT INTO notice (change, queue, state, body) SELECT @id, queue, 'Sent', body FROM unnest(@queues, @bodies) AS told (queue, body)
        """;

    /// <summary>Where the transport keeps its connection while it handles a message. It has no door for it, but two commits a change would halve it.</summary>
    private const string CurrentConnection = "PostgreSql-transport-current-connection";

    private static readonly Type Wrapper = typeof(PostgreSqlTransport).GetNestedType("ConnectionWrapper", BindingFlags.NonPublic)!;
    private static readonly PropertyInfo Connection = Wrapper.GetProperty("Connection")!;
    private static readonly PropertyInfo Result = typeof(Task<>).MakeGenericType(Wrapper).GetProperty("Result")!;

    /// <summary>Writes them.</summary>
    public static async Task WriteAsync(ITransactionContext context, string id, string change, IReadOnlyList<(string Queue, RebusNotice Notice)> notices)
    {
        var held = context.Items[CurrentConnection];
        var connection = (PostgresConnection)Connection.GetValue(held is Task ? Result.GetValue(held) : held)!;
        await using var insert = connection.CreateCommand();
        insert.CommandText = Insert;
        insert.Parameters.Add(new NpgsqlParameter<string>("id", NpgsqlDbType.Text) { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string>("event", NpgsqlDbType.Text) { TypedValue = change });
        insert.Parameters.Add(new NpgsqlParameter<string[]>("queues", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = [.. notices.Select(n => n.Queue)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]>("bodies", NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
        {
            TypedValue = [.. notices.Select(n => JsonSerializer.Serialize(n.Notice, RebusWorker.Json))],
        });
        if (await insert.ExecuteNonQueryAsync() != notices.Count) throw new InvalidOperationException("The notices were not written.");
    }
}
