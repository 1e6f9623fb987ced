using System.Reflection;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using HousingFirst.Functions.Tests.Replay;
using HousingFirst.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace HousingFirst.Functions.Tests.World;

/// <summary>
/// A task hub in memory that outlives the program: instances with their histories, everything in them as JSON. It runs the head's own orchestrations
/// and activities by the names of their functions.
/// </summary>
public sealed class FakeDurable(IClock clock) : DurableTaskClient("fake")
{
    private readonly List<string> started = [];
    private readonly Dictionary<string, Instance> instances = new(StringComparer.Ordinal);

    /// <summary>How often any instance was started.</summary>
    public int Started => started.Count;

    /// <summary>How often one instance was started.</summary>
    public int StartsOf(string id) => started.Count(s => s == id);

    /// <summary>How many activities were done.</summary>
    public int Activities { get; private set; }

    /// <summary>What was asked to be purged.</summary>
    public List<PurgeInstancesFilter> Purges { get; } = [];

    /// <summary>Thrown before an activity, by its number: the program is cut off there.</summary>
    public Func<int, bool> CutOffBefore { get; set; } = _ => false;

    /// <summary>Thrown after an activity was done and before its result is kept.</summary>
    public Func<int, bool> CutOffAfter { get; set; } = _ => false;

    /// <summary>The status of an instance; null where there is none.</summary>
    public OrchestrationRuntimeStatus? StatusOf(string id) => instances.TryGetValue(id, out var instance) ? instance.Status : null;

    /// <summary>What an instance says of itself.</summary>
    public string? CustomStatusOf(string id) => instances[id].CustomStatus is { } json ? JsonSerializer.Deserialize<string>(json) : null;

    /// <summary>Loses an instance, as a lost task hub does.</summary>
    public void Lose(string id) => instances.Remove(id);

    /// <inheritdoc/>
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options!.InstanceId!;
        if (instances.TryGetValue(id, out var known) && options.DedupeStatuses!.Contains(known.Status.ToString()))
            throw new OrchestrationAlreadyExistsException($"{id} already exists.");
        instances[id] = new Instance(orchestratorName.Name, JsonSerializer.Serialize(input), Now);
        started.Add(id);
        return Task.FromResult(id);
    }

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) => Task.FromResult(
        instances.TryGetValue(instanceId, out var known) ? new OrchestrationMetadata(known.Name, instanceId) { RuntimeStatus = known.Status } : null);

    /// <inheritdoc/>
    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation)
    {
        Purges.Add(filter);
        return Task.FromResult(new PurgeResult(1));
    }

    /// <summary>Runs every instance as far as it goes by now: what it asks for is done one by one, and after each it is replayed from its beginning.</summary>
    public async Task RunAsync(CycleFunctions functions)
    {
        foreach (var (id, instance) in instances.ToArray())
        {
            while (instance.Status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running && await StepAsync(id, instance, functions)) { }
        }
    }

    private DateTime Now => clock.GetCurrentInstant().ToDateTimeUtc();

    private async Task<bool> StepAsync(string id, Instance instance, CycleFunctions functions)
    {
        instance.Status = OrchestrationRuntimeStatus.Running;
        var context = new ReplayingContext(id, instance.Input, instance.History, instance.Began);
        var isOver = context.Run(c => (Task)Function(instance.Name).Invoke(null, [c])!);
        instance.CustomStatus = context.CustomStatus;
        if (isOver)
        {
            if (context.NextInput is not { } next) instance.Status = OrchestrationRuntimeStatus.Completed;
            else instance.BeginAnew(next, Now);
            return true;
        }

        if (instance.History.Find(line => line.Result is null && (line.FiresAt is not { } at || at <= Now)) is not { } line) return false;
        line.Result = line.Activity is { } activity ? await ActAsync(functions, activity.Name, activity.Input) : "null";
        line.DoneAt = Now;
        return true;
    }

    private async Task<string> ActAsync(CycleFunctions functions, string name, string input)
    {
        var number = ++Activities;
        if (CutOffBefore(number)) throw new CutOffException();
        var method = Function(name);
        var task = (Task)method.Invoke(functions, [JsonSerializer.Deserialize(input, method.GetParameters()[0].ParameterType), CancellationToken.None])!;
        await task;
        if (CutOffAfter(number)) throw new CutOffException();
        return JsonSerializer.Serialize(task.GetType().GetProperty("Result")?.GetValue(task) is { } result && result.GetType().Name != "VoidTaskResult" ? result : null);
    }

    private static MethodInfo Function(string name) =>
        typeof(CycleFunctions).GetMethods().Single(m => m.GetCustomAttribute<FunctionAttribute>()?.Name == name);

    private sealed class Instance(string name, string input, DateTime began)
    {
        public string Name { get; } = name;

        public string Input { get; private set; } = input;

        public DateTime Began { get; private set; } = began;

        public List<HistoryLine> History { get; } = [];

        public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

        public string? CustomStatus { get; set; }

        public void BeginAnew(string next, DateTime now)
        {
            (Input, Began) = (next, now);
            History.Clear();
        }
    }
}

/// <summary>The program was killed.</summary>
public sealed class CutOffException : Exception;
