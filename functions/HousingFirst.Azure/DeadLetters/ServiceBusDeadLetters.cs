using System.Net;
using HousingFirst.Hub.DeadLetters;

namespace HousingFirst.Azure.DeadLetters;

/// <summary>
/// The dead letters of a Service Bus namespace over its REST API. It can't be browsed: looking locks each message for a moment and gives it back,
/// which only counts its deliveries up; one that somebody else holds isn't seen. A program that ends in between leaves locks that end by themselves.
/// </summary>
/// <param name="http">Calls; its base address is not used.</param>
/// <param name="place">The namespace, such as <c>https://NAME.servicebus.windows.net/</c>.</param>
/// <param name="authorize">The Authorization header for a queue's address, and what is below it.</param>
/// <param name="queues">The queues to look at.</param>
/// <remarks>https://learn.microsoft.com/rest/api/servicebus/peek-lock-message-non-destructive-read</remarks>
public sealed class ServiceBusDeadLetters(
    HttpClient http, Uri place, Func<Uri, CancellationToken, ValueTask<string>> authorize, IReadOnlyList<string> queues) : IDeadLetterQueues
{
    /// <summary>A queue is looked at so far: all must be read before the first lock ends.</summary>
    public const int MostOfAQueue = 500;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetterMessage>> ListAsync(CancellationToken cancellation)
    {
        var messages = new List<DeadLetterMessage>();
        foreach (var queue in queues)
        {
            await WithLockedAsync(queue, _ => false, held =>
            {
                messages.AddRange(held.Select(h => h.Message));
                return ValueTask.CompletedTask;
            }, cancellation);
        }

        return messages;
    }

    /// <inheritdoc/>
    public async ValueTask<ReplayedMessage?> ReplayAsync(string queue, long sequence, CancellationToken cancellation)
    {
        var isBack = await WithOneAsync(queue, sequence, async held =>
        {
            // Sent before it is deleted: cut off between, it is there twice, and the hub does what has one CloudEvents id once.
            using var answer = await CallAsync(HttpMethod.Post, Address(queue + "/messages"), queue, request => held.WriteTo(request), CancellationToken.None);
            Check(answer, queue, HttpStatusCode.Created);
            await DeleteAsync(held, queue);
        }, cancellation);
        return isBack ? new ReplayedMessage(null) : null;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation) =>
        WithOneAsync(queue, sequence, held => DeleteAsync(held, queue), cancellation);

    private async ValueTask<bool> WithOneAsync(string queue, long sequence, Func<HeldDeadLetter, ValueTask> act, CancellationToken cancellation)
    {
        var isDone = false;
        await WithLockedAsync(
            queue,
            held => held.Message.Sequence == sequence,
            async held =>
            {
                if (held.Find(h => h.Message.Sequence == sequence) is not { } one) return;
                await act(one);
                held.Remove(one);
                isDone = true;
            },
            cancellation);
        return isDone;
    }

    /// <summary>Locks dead letters of a queue until one will do or none is left, does something with them, and gives back those that are left.</summary>
    private async ValueTask WithLockedAsync(
        string queue, Func<HeldDeadLetter, bool> isLast, Func<List<HeldDeadLetter>, ValueTask> act, CancellationToken cancellation)
    {
        var held = new List<HeldDeadLetter>();
        try
        {
            while (held.Count < MostOfAQueue && await LockAsync(queue, cancellation) is { } next)
            {
                held.Add(next);
                if (isLast(next)) break;
            }

            await act(held);
        }
        finally
        {
            // Last first, so that the queue's order stays.
            for (var i = held.Count - 1; i >= 0; i--) await UnlockAsync(held[i], queue);
        }
    }

    private async ValueTask<HeldDeadLetter?> LockAsync(string queue, CancellationToken cancellation)
    {
        using var answer = await CallAsync(HttpMethod.Post, Address(queue + "/$deadletterqueue/messages/head?timeout=0"), queue, null, cancellation);
        // A queue that isn't deployed has no dead letters.
        if (answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound or HttpStatusCode.Gone) return null;
        Check(answer, queue, HttpStatusCode.Created);
        return await HeldDeadLetter.ReadAsync(answer, queue, cancellation);
    }

    private async ValueTask DeleteAsync(HeldDeadLetter held, string queue)
    {
        using var answer = await CallAsync(HttpMethod.Delete, held.Lock, queue, null, CancellationToken.None);
        Check(answer, queue, HttpStatusCode.OK);
    }

    private async ValueTask UnlockAsync(HeldDeadLetter held, string queue)
    {
        // A lock that ended meanwhile, or can't be given back, ends by itself within a minute.
        try
        {
            using var answer = await CallAsync(HttpMethod.Put, held.Lock, queue, null, CancellationToken.None);
        }
        catch (IOException)
        {
            return;
        }
    }

    private Uri Address(string path) => new(place, path);

    private async ValueTask<HttpResponseMessage> CallAsync(
        HttpMethod method, Uri address, string queue, Action<HttpRequestMessage>? write, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", await authorize(Address(queue), cancellation));
        write?.Invoke(request);
        // Service Bus asks for a length, also of nothing.
        request.Content ??= method == HttpMethod.Delete ? null : new ByteArrayContent([]);
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException($"Queue {queue} can't be reached at {place.Host}. Try again; nothing is lost.", fault);
        }
    }

    private static void Check(HttpResponseMessage answer, string queue, HttpStatusCode expected)
    {
        if (answer.StatusCode == expected) return;
        throw new IOException(answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"Service Bus refuses queue {queue}: who asks needs the role Azure Service Bus Data Owner on the namespace, or a key that may listen and send.",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => $"Service Bus has no queue {queue} any more, or the message's lock ended. Look again: hub dead-letters list.",
            _ => $"Service Bus answered {(int)answer.StatusCode} for queue {queue}. Try again; nothing is lost.",
        });
    }
}
