using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// Tells the specialist which agreements end in 60, 30 or 7 days: one mail, however many they are. From the day after, those partners are told
/// nothing.
/// </summary>
public sealed class WarnOfAgreements(IMailer mailer)
{
    /// <summary>Warns, unless no agreement has this last day any more.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var (lastDay, daysAhead) = AgreementWarnings.Read(item);
        if (!Expiry.Holds(daysAhead, lastDay, at.Today)) return;
        var ending = at.Directory.Organisations.Where(o => o.Agreement?.Ends == lastDay).ToArray();
        if (ending.Length == 0 || ComposeMail.SpecialistContact(at) is not { } specialist) return;
        var names = ending.Select(o => o.Name(specialist.Language)).OrderBy(Folding.Of, StringComparer.Ordinal).ToArray();
        var mailId = string.Create(CultureInfo.InvariantCulture, $"agreements.{IsoText.Of(lastDay)}.{daysAhead}");
        await mailer.SendAsync(
            new MailContent.AgreementsEnd(mailId, ComposeMail.Recipient(specialist), at.Now, lastDay, names), cancellation);
    }
}
