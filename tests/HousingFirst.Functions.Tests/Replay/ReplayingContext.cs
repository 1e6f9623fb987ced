using System.Text.Json;
using Microsoft.DurableTask;

namespace HousingFirst.Functions.Tests.Replay;

/// <summary>What the body did that a replay of it would not do again.</summary>
public sealed class NotDeterministicException(string message) : Exception(message);

/// <summary>One action of an orchestration and, once it is done, what came of it: a line of its history.</summary>
public sealed class HistoryLine(string action)
{
    /// <summary>What was asked for: kind, name, input.</summary>
    public string Action { get; } = action;

    /// <summary>The timer's instant, of a timer.</summary>
    public DateTime? FiresAt { get; init; }

    /// <summary>The activity's name and input, of an activity.</summary>
    public (string Name, string Input)? Activity { get; init; }

    /// <summary>The result as JSON; null while it is not done.</summary>
    public string? Result { get; set; }

    /// <summary>When it was done (UTC).</summary>
    public DateTime DoneAt { get; set; }
}

/// <summary>
/// An orchestration's context as Durable gives it: everything that was done comes from the history, and the body is run again from its beginning each
/// time something was done. It must then ask for the same, in the same order, with the same input, and await nothing else.
/// </summary>
public sealed class ReplayingContext(string instance, string input, List<HistoryLine> history, DateTime started) : TaskOrchestrationContext
{
    private readonly Thread thread = Thread.CurrentThread;
    private int next;
    private DateTime now = started;

    /// <summary>What the next turn begins with, as JSON; null where the body has not begun anew.</summary>
    public string? NextInput { get; private set; }

    /// <summary>The custom status that was set last, as JSON.</summary>
    public string? CustomStatus { get; private set; }

    /// <inheritdoc/>
    public override string InstanceId => instance;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => now;

    /// <inheritdoc/>
    public override bool IsReplaying => next < history.Count;

    /// <summary>Runs a body from its beginning, as far as the history goes.</summary>
    /// <returns>Whether it has come to its end.</returns>
    public bool Run(Func<TaskOrchestrationContext, Task> body)
    {
        var known = history.Count;
        var run = body(this);
        if (next < known) throw new NotDeterministicException($"The body did not ask again for: {history[next].Action}.");
        if (run.IsCompleted)
        {
            run.GetAwaiter().GetResult();
            return true;
        }

        return history.Exists(line => line.Result is null)
            ? false
            : throw new NotDeterministicException("The body awaits something that is no action of an orchestration.");
    }

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default => JsonSerializer.Deserialize<T>(input);

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var json = JsonSerializer.Serialize(input);
        var retry = options?.Policy is { } policy ? $", {policy.MaxNumberOfAttempts} tries" : string.Empty;
        return DoAsync<TResult>(new HistoryLine($"activity {name.Name} {json}{retry}") { Activity = (name.Name, json) });
    }

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (fireAt.Kind != DateTimeKind.Utc) throw new NotDeterministicException("A timer's instant is not UTC.");
        return DoAsync<object>(new HistoryLine($"timer {fireAt:yyyy-MM-dd HH:mm:ss.fffffff}") { FiresAt = fireAt });
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus) => CustomStatus = JsonSerializer.Serialize(customStatus);

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => NextInput = JsonSerializer.Serialize(newInput);

    private Task<T> DoAsync<T>(HistoryLine line)
    {
        if (Thread.CurrentThread != thread) throw new NotDeterministicException("The body went on outside its thread.");
        if (next == history.Count) history.Add(line);
        var known = history[next++];
        if (known.Action != line.Action) throw new NotDeterministicException($"Instead of: {known.Action}, a replay asked for: {line.Action}.");
        if (known.Result is not { } result) return new TaskCompletionSource<T>().Task;
        if (known.DoneAt > now) now = known.DoneAt;
        return Task.FromResult(JsonSerializer.Deserialize<T>(result)!);
    }
}
