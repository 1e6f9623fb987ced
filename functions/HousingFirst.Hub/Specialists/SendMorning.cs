using System.Globalization;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Surprises;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// The specialist's morning mail, each working day at the specialist's digest hour: everything that waits for a person, and nothing where nothing
/// does. At most one a day: the day it went for is noted.
/// </summary>
public sealed partial class SendMorning(
    ITables tables, string community, TaskStore tasks, SettleTasks settle, EndingConsents endings, SurpriseStore surprises, DueStore due, IMailer mailer,
    ILogger<SendMorning> log)
{
    private const string NotedKey = "0";

    /// <summary>How long a task that is done is remembered: as long as a repeat of what caused it.</summary>
    private static readonly Duration DoneKept = Purge.InboxKeys;

    /// <summary>Plans the next one: one request. Planned again it is the same row, unless zone, hour or specialist were set anew meanwhile.</summary>
    public ValueTask PlanAsync(Surroundings at, CancellationToken cancellation) => due.AddAsync(
        [new DueItem(Mornings.Next(at.Now, Hour(at), at.Community.Zone, at.Community.Holidays), DueKind.Morning, "specialist")], null, cancellation);

    /// <summary>Plans the next one, and sends today's unless it went or its hour is still to come.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        await PlanAsync(at, cancellation);
        if (!at.Community.Holidays.IsWorkingDay(at.Today) || at.Now < WorkingHours.At(at.Today, Hour(at), at.Community.Zone)) return;
        if (ComposeMail.SpecialistContact(at) is not { } specialist || await NotedAsync(cancellation) >= at.Today) return;
        var groups = await GroupsAsync(specialist, at, cancellation);
        if (groups.Count > 0)
        {
            var mailId = string.Create(CultureInfo.InvariantCulture, $"morning.{IsoText.Of(at.Today)}");
            var mail = new MailContent.Morning(mailId, ComposeMail.Recipient(specialist), at.Now, at.Today, groups);
            if (!await SentAsync(mail, item, at, cancellation)) return;
        }

        await tables.BatchAsync(Table.Due, Partition, [new RowWrite.Upsert(RowVersions.NewRow(NotedKey).With("day", at.Today))], cancellation);
    }

    private async ValueTask<IReadOnlyList<MorningGroup>> GroupsAsync(Contact specialist, Surroundings at, CancellationToken cancellation)
    {
        var all = await tasks.AllAsync(cancellation);
        await tasks.ForgetAsync(all.Where(t => t.Done is { } done && at.Now - done > DoneKept), cancellation);
        foreach (var old in all.Where(t => t.Request is { Note: not null } or { Subject: not null } && at.Now - t.Since > Purge.Bodies))
            await tasks.ForgetWordsAsync(old, cancellation);
        var open = await settle.RunAsync([.. all.Where(t => t.Done is null)], at, cancellation);
        var consents = await endings.CountAsync(at, ComposeMorning.EndsWithin, cancellation);
        var caught = await surprises.BetweenAsync(Mornings.Before(at.Today, at.Community.Holidays), at.Today.PlusDays(-1), cancellation);
        return new ComposeMorning(at, specialist.Language).Groups(open, consents, caught);
    }

    /// <summary>Sends it. A mailer that fails for now is tried again the same day; tomorrow's mail has it all in any case.</summary>
    private async ValueTask<bool> SentAsync(MailContent mail, DueItem item, Surroundings at, CancellationToken cancellation)
    {
        try
        {
            await mailer.SendAsync(mail, cancellation);
            return true;
        }
        catch (IOException fault)
        {
            var attempt = Math.Max(1, item.Attempt);
            MorningFailed(log, attempt, fault.GetType().Name);
            if (attempt >= MailTries.Most) return false;
            var again = at.Now + MailTries.Wait(fault, attempt, MailTries.AgeOf(attempt));
            await due.AddAsync([new DueItem(again, DueKind.Morning, "again") { Attempt = attempt + 1 }], null, cancellation);
            return false;
        }
    }

    private async ValueTask<LocalDate?> NotedAsync(CancellationToken cancellation) =>
        await tables.GetAsync(Table.Due, Partition, NotedKey, cancellation) is { } row ? RowVersions.Readable(row).Date("day") : null;

    private static LocalTime Hour(Surroundings at) => (ComposeMail.SpecialistContact(at)?.Slot ?? DigestSlot.Default).At;

    private string Partition => Keys.Of(community, "morning");

    [LoggerMessage(LogLevel.Warning, "The specialist's morning mail could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void MorningFailed(ILogger log, int attempt, string fault);
}
