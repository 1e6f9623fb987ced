using HousingFirst.Local.Storage;
using NodaTime;
using NodaTime.Testing;

namespace HousingFirst.Local.Tests.Storage;

/// <summary>A data folder that lives as long as a test.</summary>
internal sealed class DataFolder : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 2, 16, 0);

    public string Path { get; } = Directory.CreateTempSubdirectory("hub-").FullName;

    public string DatabaseFile => System.IO.Path.Combine(Path, HubDatabase.FileName);

    public FakeClock Clock { get; } = new(Start);

    public HubDatabase Open(HubDatabaseOptions? options = null) => HubDatabase.Open(Path, Clock, options);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
