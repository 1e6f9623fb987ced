using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Tells how a month ended: one page, to the lead organisation and to the committee, and prompts the specialist about partners with whom nobody talks.
/// The coverage is counted and kept first, so that every reader of a report that was cut off reads the same; the trend is moved on last, when every page
/// has left, so that what was corrected since the last report is said in each. A page that can't leave holds up no other: due work sends it later.
/// </summary>
public sealed class ReportMonth(
    ReadMonthEnd read, MonthEndStore store, TellSpecialist specialist, TaskStore tasks, SendMonthEnd send, DueStore due)
{
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Does it; done again, it sends what has not left yet.</summary>
    public async ValueTask RunAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        await store.PutAsync(month, await read.CoverageAsync(month, at, cancellation) ?? CoverageMonth.Nothing, cancellation);
        var report = await read.RunAsync(month, at, cancellation);
        await PromptAsync(report, at, cancellation);
        Instant? later = null;
        foreach (var reader in MonthEndReaders.Of(at))
        {
            if (await send.RunAsync(Letter(report, reader, at), reader.Organisation.Id, at, cancellation) is { } then)
                later = later is { } known ? Instant.Min(known, then) : then;
        }

        if (later is { } when) await due.AddAsync([Again(month, when, at)], null, cancellation);
        else await store.PutAsync(report.Trend.Where(t => t.Month == month || t.Reported is not null), cancellation);
    }

    private static DueItem Again(YearMonth month, Instant when, Surroundings at)
    {
        var cycle = ContactPlan.Id(month);
        return new DueItem(when, DueKind.Remind, $"{cycle}.{ContactPlan.Report}") { About = $"{cycle} {ContactPlan.Report} {at.Community.LeadOrganisation}" };
    }

    /// <summary>
    /// The page for one reader. Which programs and partners were silent is between them and the lead organisation, where someone calls them: the
    /// committee creates occasions, and doesn't supervise. It reads how many.
    /// </summary>
    private static MailContent.MonthEnd Letter(MonthReport report, MonthEndReader reader, Surroundings at)
    {
        return new MailContent.MonthEnd(
            $"contacts.{Month.Format(report.Month)}.report.{reader.Person.Id}",
            ComposeMail.Recipient(reader.Person),
            at.Now,
            report,
            reader.IsOfLead ? [.. report.Silent.Select(Name)] : [],
            reader.IsOfLead ? [.. report.Quiet.Select(Name)] : []);

        string Name(string agency) => at.Directory.Find(agency)?.Name(reader.Person.Language) ?? agency;
    }

    /// <summary>One prompt a partner, until someone has talked with it or the specialist says that it is done.</summary>
    private async ValueTask PromptAsync(MonthReport report, Surroundings at, CancellationToken cancellation)
    {
        if (report.Quiet.IsEmpty) return;
        var waiting = (await tasks.OfKindAsync(SpecialistTaskKind.PartnerQuiet, cancellation))
            .Where(t => t.Done is null)
            .Select(t => t.Agency)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var partner in report.Quiet.Where(p => !waiting.Contains(p)))
            await specialist.RunAsync(SpecialistTaskKind.PartnerQuiet, $"contacts.{Month.Format(report.Month)}.{partner}.quiet", partner, null, at, cancellation);
    }
}
