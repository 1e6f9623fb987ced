using Microsoft.Data.Sqlite;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Another program that writes in the hub's database and doesn't end: nothing can be kept while it is held.</summary>
internal sealed class HubLock : IDisposable
{
    private readonly SqliteConnection connection;

    private HubLock(SqliteConnection connection) => this.connection = connection;

    public static async Task<HubLock> TakeAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new HubLock(connection);
    }

    public void Dispose()
    {
        using (var end = connection.CreateCommand())
        {
            end.CommandText = "ROLLBACK";
            end.ExecuteNonQuery();
        }

        connection.Dispose();
    }
}
