using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Takes a contact that a program or a partner recorded, on whatever way it came: a queue, a page, a command.</summary>
public sealed class ReceiveContact(RecordContact record, EditOrganisation edit)
{
    private static readonly ContactReceipt.Refused NotAnAgency = Invalid("data.with", "no organisation of the directory", "write its agency id");

    private static readonly ContactReceipt.Refused Itself = Invalid("data.with", "your own organisation", "write the other one's agency id");

    private static readonly ContactReceipt.Refused NoContact = Invalid("data.confirms", "no contact of that organisation", "write the contact's id, or leave it out");

    /// <summary>Takes it.</summary>
    public async ValueTask<ContactReceipt> RunAsync(
        ContactMessage message, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var sender = at.Directory.Find(message.Sender)!;
        if (at.Directory.Find(message.With) is not { } other) return NotAnAgency;
        if (other.Id == sender.Id) return Itself;
        if (message.Confirms is { } confirms && other.Contact(confirms) is null) return NoContact;
        var contact = new ContactMade(message.Key, message.On, message.Outcome, message.Mode, message.Reason, sender.Id, at.Now)
        {
            Who = message.Who,
            Topics = message.Topics,
            FollowUp = message.FollowUp,
            Body = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
        };
        var outcome = await record.RunAsync(sender, other, contact, at, cancellation);
        if (outcome is not ContactReceipt.Recorded) return outcome;

        // Nothing else confirms an entry: a talk alone says nothing of names and addresses.
        if (message.Confirms is { } asked)
        {
            await edit.RunAsync(
                other.Id,
                new EditOf("contact.confirm", sender.Id),
                o => o.WithContact(asked, c => c with { Confirmed = at.Today, ConfirmedBy = sender.Id, Changed = null }),
                basis: null,
                cancellation);
        }

        return outcome;
    }

    private static ContactReceipt.Refused Invalid(string path, string rule, string mend) => new(new Decision.Refused(RefusalReasons.DataInvalid, [new Defect(path, rule, mend)]));
}
