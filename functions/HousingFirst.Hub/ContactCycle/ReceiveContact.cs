using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Takes a contact that a program or a partner recorded, on whatever way it came: a queue, a page, a command.</summary>
public sealed class ReceiveContact(RecordContact record, EditOrganisation edit)
{
    private static readonly Decision.Refused NotAnAgency = new(
        RefusalReasons.DataInvalid, [new Defect("data.with", "no organisation of the directory", "write its agency id")]);

    private static readonly Decision.Refused Itself = new(
        RefusalReasons.DataInvalid, [new Defect("data.with", "your own organisation", "write the other one's agency id")]);

    private static readonly Decision.Refused NoProgram = new(
        RefusalReasons.DataInvalid, [new Defect("data.with", "no funded program, and neither are you", "nothing is owed between you: there is nothing to record")]);

    private static readonly Decision.Refused NoContact = new(
        RefusalReasons.DataInvalid, [new Defect("data.confirms", "no contact of that organisation", "write the contact's id, or leave it out")]);

    /// <summary>Takes it.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async ValueTask<Decision.Refused?> RunAsync(
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
        switch (await record.RunAsync(sender, other, contact, at, cancellation))
        {
            case RecordOutcome.NoProgram:
                return NoProgram;
            case RecordOutcome.AnotherBody:
                return Refusals.IdReused;
        }

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

        return null;
    }
}
