using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HousingFirst.Mail.Tests.Providers;

/// <summary>A server on a free loopback port that plays what a test tells it to, one connection after another.</summary>
internal abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
    private readonly Task serving;

    protected LoopbackServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>A port on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var once = new TcpListener(IPAddress.Loopback, 0);
        once.Start();
        return ((IPEndPoint)once.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    /// <summary>Plays one connection; returning closes it.</summary>
    protected abstract Task PlayAsync(StreamReader reader, Stream answers, CancellationToken cancellation);

    protected static Task SayAsync(Stream answers, string text, CancellationToken cancellation) =>
        answers.WriteAsync(Encoding.Latin1.GetBytes(text), cancellation).AsTask();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync(stop.Token);
                await using var stream = connection.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                try
                {
                    await PlayAsync(reader, stream, stop.Token);
                }
                catch (IOException)
                {
                    // The mailer went: the next connection.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }
}
