namespace HousingFirst.Local.Storage;

/// <summary>What tests set otherwise.</summary>
internal sealed record HubDatabaseOptions
{
    /// <summary>How long a write waits for another program's, before the caller is told the file is locked.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The layout's steps.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = Storage.Migrations.All;
}
