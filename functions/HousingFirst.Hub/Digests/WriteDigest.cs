using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>Writes one person's digest, to the address, in the language and at the hour that the directory has now.</summary>
public sealed class WriteDigest(ComposeMail compose)
{
    /// <summary>The mail of some lines, or null where none of the person's organisations has an address that works.</summary>
    internal async ValueTask<MailContent.Digest?> RunAsync(
        string mail, string contact, Instant slot, IReadOnlyCollection<WaitingLine> lines, IReadOnlyList<DigestContactList> contacts, Surroundings at,
        CancellationToken cancellation)
    {
        var organisations = lines.Select(l => l.Decided.Recipient!.Agency).Distinct().Select(at.Directory.Find).OfType<Organisation>().ToArray();
        var reader = organisations.Select(o => o.Contact(contact)).FirstOrDefault(c => c is not null && ComposeMail.IsMailable(c));
        if (reader is null) return null;
        var written = new List<(DigestLine Line, Instant Decided)>();
        foreach (var line in lines) written.Add((await LineAsync(line, reader, organisations.Length > 1, at, cancellation), line.Decided.Decided));
        return new MailContent.Digest(mail, ComposeMail.Recipient(reader), at.Now, slot.InZone(at.Community.Zone).Date, [.. InOrder(written)])
        {
            IsWeekly = reader.Slot.Day is not null,
            Contacts = contacts,
            NextMeeting = SendInvitations.NextFor(organisations, at),
        };
    }

    /// <summary>The most urgent first, then by the day of what is to come, then as they were decided; an organisation's lines together.</summary>
    private static IEnumerable<DigestLine> InOrder(IEnumerable<(DigestLine Line, Instant Decided)> lines) => lines
        .OrderBy(l => l.Line.Section)
        .ThenByDescending(l => l.Line.Urgency)
        .ThenBy(l => l.Line.On ?? LocalDate.MaxIsoValue)
        .ThenBy(l => l.Decided)
        .Select(l => l.Line)
        .GroupBy(l => l.Organisation)
        .SelectMany(g => g);

    private async ValueTask<DigestLine> LineAsync(
        WaitingLine line, Contact reader, bool isForOneOfSeveral, Surroundings at, CancellationToken cancellation)
    {
        var change = line.Change;
        var on = DigestSections.ComingOn(change.Deadline, change.ExpectedOn, at.Today, at.Community.Zone);
        return await compose.LineAsync(line.Decided, change, line.State, reader, at, cancellation) with
        {
            Section = DigestSections.Of(line.Decided.Code, line.Decided.Urgency, on),
            Kind = line.IsReminder ? NoticeKind.Escalation : ComposeMail.Kind(line.Decided, change),
            On = on,
            Organisation = isForOneOfSeveral ? at.Directory.Find(line.Decided.Recipient!.Agency)?.Name(reader.Language) : null,
        };
    }
}
