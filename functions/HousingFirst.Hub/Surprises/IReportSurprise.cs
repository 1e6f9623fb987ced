using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Surprises;

/// <summary>Takes "I was caught off guard" from the page of a notice.</summary>
public interface IReportSurprise
{
    /// <summary>Takes a report. Whoever reports gets the same answer whatever the hub knows: "The client's program will call you."</summary>
    /// <param name="notice">The notice whose link was opened: the report is about its client and its change.</param>
    /// <param name="contact">Who opened it.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again: on one day it is one report.</param>
    ValueTask FromLinkAsync(NoticeId notice, string contact, Surroundings at, CancellationToken cancellation);
}
