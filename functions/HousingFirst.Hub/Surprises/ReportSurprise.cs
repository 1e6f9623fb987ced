using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Surprises;

/// <summary>Takes a report from the page of a notice: one request, whatever it is about.</summary>
public sealed class ReportSurprise(DueStore due) : IReportSurprise
{
    /// <inheritdoc/>
    public ValueTask FromLinkAsync(NoticeId notice, string contact, Surroundings at, CancellationToken cancellation) => due.AddAsync(
        [PendingSurprise.Of(notice, contact, at.Today).Due(at.Today.AtStartOfDayInZone(at.Community.Zone).ToInstant())], null, cancellation);
}
