using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Tells how a month ended: one page, to the lead organisation and to the committee, and prompts the specialist about partners with whom nobody talks.
/// The coverage is counted and kept first, so that every reader of a report that was cut off reads the same; the trend is moved on last, so that what was
/// corrected since the last report is said in each.
/// </summary>
public sealed class ReportMonth(
    ReadMonthEnd read, MonthEndStore store, TellSpecialist specialist, TaskStore tasks, IMailer mailer)
{
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Does it; done again, nothing is sent again.</summary>
    public async ValueTask RunAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        await store.PutAsync(month, await read.CoverageAsync(month, at, cancellation) ?? CoverageMonth.Nothing, cancellation);
        var report = await read.RunAsync(month, at, cancellation);
        await PromptAsync(report, at, cancellation);
        foreach (var (reader, isOfLead) in Readers(at))
            await mailer.SendAsync(Letter(report, reader, isOfLead, at), cancellation);
        await store.PutAsync(report.Trend.Where(t => t.Month == month || t.Reported is not null), cancellation);
    }

    /// <summary>
    /// The page for one reader. Which programs and partners were silent is between them and the lead organisation, where someone calls them: the
    /// committee creates occasions, and doesn't supervise. It reads how many.
    /// </summary>
    private static MailContent.MonthEnd Letter(MonthReport report, Contact reader, bool isOfLead, Surroundings at)
    {
        return new MailContent.MonthEnd(
            $"contacts.{Month.Format(report.Month)}.report.{reader.Id}",
            ComposeMail.Recipient(reader),
            at.Now,
            report,
            isOfLead ? [.. report.Silent.Select(Name)] : [],
            isOfLead ? [.. report.Quiet.Select(Name)] : []);

        string Name(string agency) => at.Directory.Find(agency)?.Name(reader.Language) ?? agency;
    }

    /// <summary>Everyone of the lead organisation, then the committee, whoever of them can be written to; nobody twice.</summary>
    private static IEnumerable<(Contact Reader, bool IsOfLead)> Readers(Surroundings at)
    {
        var lead = at.Directory.Find(at.Community.LeadOrganisation)?.Contacts.Where(ComposeMail.IsMailable).ToArray() ?? [];
        var committee = at.Community.Committee
            .Where(id => !lead.Any(c => c.Id == id))
            .Select(id => at.Directory.Entries(id).FirstOrDefault(ComposeMail.IsMailable))
            .OfType<Contact>();
        return lead.Select(c => (c, true)).Concat(committee.Select(c => (c, false)));
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
