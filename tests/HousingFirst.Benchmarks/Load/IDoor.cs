using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Load;

/// <summary>A door to send the corpus through.</summary>
internal interface IDoor
{
    /// <summary>How the report names it.</summary>
    string Name { get; }

    /// <summary>Which of a hub's ports it calls at.</summary>
    int PortOf(HubProcess hub);

    /// <summary>Makes messages ready to send, before any clock runs.</summary>
    void Prepare(BenchmarkCorpus corpus, int port, int from, int count);

    /// <summary>Opens one kept connection.</summary>
    Task<IDoorConnection> ConnectAsync(int port, CancellationToken cancellation);
}

/// <summary>One connection of one sender.</summary>
internal interface IDoorConnection : IAsyncDisposable
{
    /// <summary>Sends a prepared message and waits until it is durably taken.</summary>
    /// <param name="message">Its number in the corpus.</param>
    /// <exception cref="InvalidOperationException">It was not taken.</exception>
    ValueTask SendAsync(int message);
}
