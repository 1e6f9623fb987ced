using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Terms;
using NodaTime;

namespace HousingFirst.Hub.Pacing;

/// <summary>
/// Holds an agency to its messages a minute where the queue can't turn it away: what is over them is taken at a later place, one after the other, and
/// everybody else's messages go past. Each process counts for itself. A message waits at most once: its copy bears the hub's mark, and one that comes
/// again after a failure has been taken once already.
/// </summary>
public sealed class PaceAgency(ProveSender prove, AgencyKeys keys, DirectoryCache directory, TermCache terms, IClock clock, HubOptions options)
{
    /// <summary>The application property of a copy that has its place: the mark.</summary>
    public const string Property = "hf-paced";

    private readonly AgencyThrottle throttle = new(() => directory.Latest?.Community.MessagesPerMinute ?? int.MaxValue, clock);

    /// <summary>Under no name that an agency or the hub as a sender has: a mark is nobody's signature, and no signature is a mark.</summary>
    private string Marker => OwnSource.Of(options.Community) + "/paced";

    /// <summary>Says whether a message is taken now. What can't be proven is (to be refused), and what the hub itself states.</summary>
    /// <returns>Null to take it now.</returns>
    public async ValueTask<Settlement.Later?> RunAsync(InboundMessage message, CancellationToken cancellation)
    {
        if (message.DeliveryCount > 1 || Signature.Verify(keys.Of(Marker), message.Paced, message.Body.Span)) return null;
        var at = await directory.NowAsync(cancellation);
        var (sender, body) = prove.Prove(message.Body, message.Signature, options.Community, at.Directory.Ids) switch
        {
            SenderProof.Proven proven => (proven.Agency, proven.Body),
            SenderProof.Foreign foreign => (foreign.Agency, foreign.Body),
            _ => (null, default),
        };
        if (sender is null || throttle.Admit(sender, 1, static () => false) is null) return null;

        // Only now is its urgency of interest: in the sender's own terms too.
        await terms.OfAsync(sender, cancellation);
        return throttle.Reserve(sender, UrgentChange.Is(body, at, terms)) is { } wait
            ? new Settlement.Later(at.Now + wait, Signature.Of(keys.Of(Marker)[0], message.Body.Span))
            : null;
    }
}
