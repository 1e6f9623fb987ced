using HousingFirst.Core.ClientChanges;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>
/// Changes of one client take turns inside a process, so that a burst about one client is not a race that all but one lose. Only a courtesy:
/// what keeps two processes apart is the head's ETag.
/// </summary>
internal sealed class ClientTurns
{
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the client's turn; dispose to pass it on.</summary>
    public async ValueTask<IDisposable> TakeAsync(ClientId client, CancellationToken cancellation)
    {
        var turn = turns[(uint)string.GetHashCode(client.Value, StringComparison.Ordinal) % (uint)turns.Length];
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
