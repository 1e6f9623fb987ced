using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Queues;

/// <summary>
/// Looks whether agencies have taken notices off their queues, where the broker doesn't say who takes what: Service Bus. The embedded queues say it
/// at once, by <see cref="PartnerActivity.AcknowledgeNotice.FetchedAsync"/>, and need no look.
/// </summary>
public interface ITakenNotices
{
    /// <summary>
    /// Which of some notices, each sent to an agency's queue before, have certainly been taken off it: they lie neither there nor among its dead letters.
    /// What is in doubt (the broker doesn't answer, there is too much to look through) isn't among them, and nothing is thrown for it.
    /// </summary>
    /// <param name="agency">The agency.</param>
    /// <param name="notices">The notices.</param>
    /// <param name="cancellation">Stops it.</param>
    ValueTask<IReadOnlySet<NoticeId>> TakenAsync(string agency, IReadOnlyCollection<NoticeId> notices, CancellationToken cancellation);
}
