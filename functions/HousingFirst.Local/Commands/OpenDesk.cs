namespace HousingFirst.Local.Commands;

/// <summary>The dead letters as a command opened them: one machine's or the cloud's.</summary>
internal sealed class OpenDesk(DeadLetterDesk desk, LocalTimes times) : IAsyncDisposable
{
    /// <summary>The desk.</summary>
    public DeadLetterDesk Desk => desk;

    /// <summary>Instants as the community reads them.</summary>
    public LocalTimes Times => times;

    /// <summary>What is let go with it.</summary>
    public object? Held { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (Held is IAsyncDisposable hub) await hub.DisposeAsync();
        else (Held as IDisposable)?.Dispose();
    }
}
