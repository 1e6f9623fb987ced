using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Links;

namespace HousingFirst.Hub.Mailing;

/// <summary>Puts the reader's own links at the foot of every mail, whatever it is about.</summary>
internal sealed class AddFooter(IMailer mailer, MailLinks links, DirectoryCache directory) : IMailer
{
    /// <inheritdoc/>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var of = at.Directory.OrganisationsOf(mail.To.Contact);
        if (of.IsEmpty) return await mailer.SendAsync(mail, cancellation);
        var reader = of[0].Contact(mail.To.Contact)!;
        var footer = links.Footer(reader, of.Any(o => o.Kind == OrganisationKind.FundedProgram), mail.At) with
        {
            Month = of.Any(FindListReader.HasList) ? links.Month(reader, mail.At) : null,
        };
        return await mailer.SendAsync(mail with { Footer = footer }, cancellation);
    }
}
