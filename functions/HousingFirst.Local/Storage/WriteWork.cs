namespace HousingFirst.Local.Storage;

/// <summary>One piece of work for the writer. It may run twice (a group that broke is tried one by one), so it changes only the database.</summary>
internal abstract class WriteWork
{
    /// <summary>Whether the caller has cancelled; then it is answered so, and the work is not to be done.</summary>
    public abstract bool EndIfCancelled();

    /// <summary>Does the work inside the group's transaction.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>Answers the caller: the group is on the disk.</summary>
    public abstract void Succeed();

    /// <summary>Answers the caller: nothing was written.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class WriteWork<T>(Func<WriteTransaction, T> work, CancellationToken cancellation) : WriteWork
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    /// <summary>Ends when the work is on the disk.</summary>
    public Task<T> Completion => completion.Task;

    public override bool EndIfCancelled() => cancellation.IsCancellationRequested && completion.TrySetCanceled(cancellation);

    public override void Run(WriteTransaction transaction) => result = work(transaction);

    public override void Succeed() => completion.SetResult(result!);

    public override void Fail(Exception error) => completion.SetException(error);
}
