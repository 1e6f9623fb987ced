using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Tests.Faults;

/// <summary>Stands between the SDK and Azurite on this machine: counts the requests, and lets chosen ones go wrong.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    /// <summary>How long a caller should wait for an answer where slow ones are tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a slow request is held: longer than such a caller waits.</summary>
    private static readonly TimeSpan Slow = Patience * 2;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly Uri server;
    private WebApplication? app;
    private int underWay;

    private FaultProxy(Uri server) => this.server = server;

    /// <summary>Where callers find it: the server's path, its own port.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The requests since the last <see cref="Reset"/>, in order: method and table.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Starts one on a free port.</summary>
    public static async Task<FaultProxy> StartAsync(Uri server)
    {
        var proxy = new FaultProxy(server);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        proxy.app = builder.Build();
        proxy.app.Run(proxy.HandleAsync);
        await proxy.app.StartAsync();
        proxy.Endpoint = new Uri(new Uri(proxy.app.Urls.First()), server.AbsolutePath);
        return proxy;
    }

    /// <summary>What goes wrong with the next requests, one each; those after them go well.</summary>
    public void Next(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next) faults.Enqueue(fault);
    }

    /// <summary>Forgets what was counted and what was to go wrong.</summary>
    public void Reset()
    {
        requests.Clear();
        faults.Clear();
    }

    /// <summary>Waits until every request has been done, also those nobody waits for any more.</summary>
    public async Task QuietAsync()
    {
        while (Volatile.Read(ref underWay) > 0) await Task.Delay(5);
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        client.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            requests.Enqueue($"{context.Request.Method} {target.Split('?')[0].Split('/')[^1].Split('(')[0]}");
            await DoAsync(context, target, faults.TryDequeue(out var fault) ? fault : Fault.None);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task DoAsync(HttpContext context, string target, Fault fault)
    {
        if (fault is Fault.Throttled or Fault.Busy or Fault.Forbidden or Fault.NotFoundPage)
        {
            await AnswerAsync(context, fault);
            return;
        }

        if (fault == Fault.DroppedBefore)
        {
            context.Abort();
            return;
        }

        using var forward = await RequestAsync(context, target);
        if (fault == Fault.Late) await Task.Delay(Slow);
        using var answer = await client.SendAsync(forward);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (fault == Fault.SlowAfter) await Task.Delay(Slow);
        if (fault is Fault.DroppedAfter or Fault.SlowAfter or Fault.Late) context.Abort();
        else if (fault is Fault.FailedAfter or Fault.GarbledAfter) await AnswerAsync(context, fault);
        else await PassOnAsync(context, answer, body);
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpContext context, string target)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        body.Position = 0;

        // As it came, letter by letter: the signature is over the path.
        var uri = new Uri(server.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri) { Content = body.Length > 0 ? new StreamContent(body) : null };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Connection" or "Transfer-Encoding" or "Content-Length") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return request;
    }

    private static async Task PassOnAsync(HttpContext context, HttpResponseMessage answer, byte[] body)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Connection" or "Transfer-Encoding" or "Keep-Alive" or "Content-Length")) context.Response.Headers[name] = values.ToArray();
        }

        if (answer.StatusCode == HttpStatusCode.NoContent) return;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static Task AnswerAsync(HttpContext context, Fault fault)
    {
        var (status, code) = fault switch
        {
            Fault.Throttled => (429, "TooManyRequests"),
            Fault.Busy => (503, "ServerBusy"),
            Fault.Forbidden => (403, "AuthorizationPermissionMismatch"),
            Fault.NotFoundPage => (404, string.Empty),
            Fault.GarbledAfter => (context.Request.Method == "GET" ? 200 : 202, string.Empty),
            _ => (500, "InternalError"),
        };
        context.Response.StatusCode = status;
        if (fault == Fault.Throttled) context.Response.Headers.RetryAfter = "1";
        if (fault == Fault.Busy) context.Response.Headers.RetryAfter = "2";
        context.Response.ContentType = code.Length > 0 ? "application/json" : "text/html";
        return context.Response.WriteAsync(
            code.Length > 0 ? $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"A fault of the test."}}}""" : "<html>Please log in.</html>");
    }
}
