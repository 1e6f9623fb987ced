using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Links;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// What a contact changes of their own entry by a link in their mail, in every organisation they answer for. Each is the directory's own edit, so
/// that its log says who; done again it changes nothing.
/// </summary>
public sealed class EditOwnEntry(EditOrganisation edit, IStopAddress stopAddress)
{
    private const string By = "the contact, by link";

    /// <summary>"Same person, same address", said by the person: of every entry with the address they were shown.</summary>
    public ValueTask<bool> ConfirmAsync(HeldLink link, CancellationToken cancellation) => RunAsync(
        link,
        "contact.confirm",
        c => c.Address == link.Contact.Address ? c with { Confirmed = link.At.Today, ConfirmedBy = "the contact", Changed = null } : c,
        cancellation);

    /// <summary>In which language they are written to, and when their digest leaves.</summary>
    public ValueTask<bool> ChangeAsync(HeldLink link, Language language, DigestSlot slot, CancellationToken cancellation) =>
        RunAsync(link, "contact.change", c => c with { Language = language, Slot = slot }, cancellation);

    /// <summary>
    /// "Not me": mail to the address stops, and every link of the contact made before ends. Mail first: ending the links also ends the one by which
    /// this can be done again.
    /// </summary>
    public async ValueTask<bool> NotMeAsync(HeldLink link, CancellationToken cancellation)
    {
        await stopAddress.RunAsync(link.Token.Contact, StopReason.NotMe, link.At, cancellation);
        var next = link.Token.Epoch + 1;
        return await RunAsync(link, "contact.notMe", c => c with { LinkEpoch = Math.Max(c.LinkEpoch, next) }, cancellation);
    }

    /// <returns>False where an entry can't be edited before somebody mends it.</returns>
    private async ValueTask<bool> RunAsync(HeldLink link, string action, Func<Contact, Contact> change, CancellationToken cancellation)
    {
        var contact = link.Token.Contact;
        var made = true;
        foreach (var organisation in link.At.Directory.Organisations.Where(o => o.Contact(contact) is not null).OrderBy(o => o.Id, StringComparer.Ordinal))
        {
            var outcome = await edit.RunAsync(
                organisation.Id, new EditOf(action, By, contact), o => o.WithContact(contact, change), null, cancellation);
            made &= outcome is not EditOutcome.Refused;
        }

        return made;
    }
}
