using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Hub.Inbox;

/// <summary>
/// Decides on a message and settles it. Before anybody is refused the directory is looked at once more: it is known as it was within the last minute,
/// and whoever is missing in it may have been added this moment. Where it has moved, it is decided again.
/// </summary>
public sealed class SettleMessage(DirectoryCache directory, RefuseMessage refuse)
{
    /// <summary>Decides, and refuses what was decided against.</summary>
    /// <param name="message">The message.</param>
    /// <param name="decide">Takes the message, or says why not, having changed nothing; what it took before, it takes again without effect.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<Settlement> RunAsync(
        InboundMessage message, Func<Surroundings, ValueTask<Refusal?>> decide, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var refusal = await decide(at);
        if (refusal is not null && await directory.AtOnceAsync(cancellation) is var now && now.Directory.Version != at.Directory.Version)
            (at, refusal) = (now, await decide(now));
        return refusal is null ? Settlement.Complete.Instance : await refuse.RunAsync(message, refusal, at, cancellation);
    }
}

/// <summary>Why a message is not taken.</summary>
/// <param name="Agency">Who truly sent it, or null where nobody is proven.</param>
/// <param name="Why">Why.</param>
/// <param name="Id">Its CloudEvents id where valid; told to the sender's own queue only.</param>
public sealed record Refusal(string? Agency, Decision.Refused Why, string? Id);
