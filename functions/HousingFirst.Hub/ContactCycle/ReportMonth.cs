using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Tells the lead organisation how a month of contacts ended: one page, from the programs' own numbers.</summary>
public sealed class ReportMonth(ContactStore contacts, IMailer mailer)
{
    /// <summary>Months of the trend.</summary>
    public const int TrendMonths = 12;

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Sends it to everyone of the lead organisation who can be written to.</summary>
    public async ValueTask RunAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var report = MonthReport.Of(month, await contacts.CountsAsync(month, cancellation));
        var trend = await contacts.TrendAsync(month.PlusMonths(-TrendMonths), month, report.Total, cancellation);
        var lead = at.Directory.Find(at.Community.LeadOrganisation);
        foreach (var reader in lead?.Contacts.Where(ComposeMail.IsMailable) ?? [])
        {
            await mailer.SendAsync(
                new MailContent.MonthEnd(
                    $"contacts.{Month.Format(month)}.report.{reader.Id}",
                    ComposeMail.Recipient(reader),
                    at.Now,
                    report,
                    [.. report.Silent.Select(p => at.Directory.Find(p)?.Name(reader.Language) ?? p)],
                    trend),
                cancellation);
        }
    }
}
