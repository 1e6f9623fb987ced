using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Meetings;
using NodaTime;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// Reads the contacts of this month for an organisation's own people. A program's list is its month, and what its last talks left open: two requests,
/// mostly. A partner's is its view of the month, and of the months before for the last talks: one request, and at most three more.
/// </summary>
public sealed class ReadMonthList(ContactStore contacts, ReadOpenTopics topics, RestingPartners resting, CountComing coming)
{
    /// <summary>So many months a partner's list looks back for the last talk with each program.</summary>
    private const int MonthsBack = 3;

    /// <summary>Whether an organisation owes contacts: a funded program each month, and the lead organisation where partners rest.</summary>
    public static bool Owes(Organisation organisation, Surroundings at) =>
        organisation.Kind == OrganisationKind.FundedProgram || organisation.Id == at.Community.LeadOrganisation;

    /// <summary>An organisation's list of the month that is.</summary>
    public async ValueTask<MonthList> RunAsync(Organisation own, Language language, Surroundings at, CancellationToken cancellation)
    {
        var month = at.Today.ToYearMonth();
        var plan = ContactPlan.Of(month, at.Community);
        var opens = plan.Stages.First(s => s.Name == ContactPlan.Open).At;
        var list = new MonthList(own, month, [])
        {
            Opens = opens,
            IsOpen = opens <= at.Now,
            IsClosed = plan.Stages.First(s => s.Name == ContactPlan.Close).At <= at.Now,
        };
        list = Owes(own, at) ? await OfProgramAsync(list, at, cancellation) : await OfPartnerAsync(list, at, cancellation);
        return list with
        {
            Entries = [.. list.Entries.OrderBy(e => !e.IsWanting).ThenBy(e => Folding.Of(e.Other.Name(language)), StringComparer.Ordinal)],
        };
    }

    /// <summary>One line: an organisation with another; null where neither owes the other anything.</summary>
    public async ValueTask<MonthEntry?> EntryAsync(Organisation own, string with, Surroundings at, CancellationToken cancellation)
    {
        if (at.Directory.Find(with) is not { } other || other.Id == own.Id) return null;
        var (program, partner) = Owes(own, at) ? (own, other) : (other, own);
        if (!Owes(program, at)) return null;
        var month = (await contacts.ReadAsync(program.Id, at.Today.ToYearMonth(), cancellation)).Month;
        var obligation = month.Obligations.FirstOrDefault(o => o.Partner == partner.Id) ?? new Obligation(partner.Id, Owed: false, null, [], Released: false);
        var open = await topics.RunAsync(month with { Obligations = [obligation] }, cancellation);
        return Entry(obligation, other, month.Closed, open, at);
    }

    private async ValueTask<MonthList> OfProgramAsync(MonthList list, Surroundings at, CancellationToken cancellation)
    {
        var month = (await contacts.ReadAsync(list.Own.Id, list.Month, cancellation)).Month;
        if (month.Opened is null) month = await ToOpenAsync(month, list.Own, at, cancellation);
        var open = await topics.RunAsync(month, cancellation);
        return list with
        {
            IsClosed = month.Closed is not null,
            Counts = month.Counts(),
            Coming = await coming.RunAsync(month, at, cancellation),
            Entries =
            [
                .. month.Obligations
                    .Where(o => !o.Released || !o.Recorded.IsEmpty)
                    .Select(o => at.Directory.Find(o.Partner) is { } partner ? Entry(o, partner, month.Closed, open, at) : null)
                    .OfType<MonthEntry>(),
            ],
        };
    }

    /// <summary>Before the month opens: whom it will owe by the directory as it is, and what was recorded early.</summary>
    private async ValueTask<ProgramMonth> ToOpenAsync(ProgramMonth month, Organisation program, Surroundings at, CancellationToken cancellation)
    {
        var rests = await resting.OfAsync(at, cancellation);
        var owed = MonthlyPartners.Of(program, at.Directory, at.Today, o => rests.Contains(o.Id)).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        var last = (await contacts.ReadAsync(program.Id, month.Month.PlusMonths(-1), cancellation)).Month.Obligations.ToDictionary(o => o.Partner, o => o.Last);
        var early = month.Obligations.Select(o => o.Partner).ToHashSet(StringComparer.Ordinal);
        return month with
        {
            Obligations =
            [
                .. month.Obligations.Select(o => o with { Owed = owed.Contains(o.Partner), Before = last.GetValueOrDefault(o.Partner) }),
                .. owed.Where(p => !early.Contains(p)).Select(p => new Obligation(p, Owed: true, last.GetValueOrDefault(p), [], Released: false)),
            ],
        };
    }

    private async ValueTask<MonthList> OfPartnerAsync(MonthList list, Surroundings at, CancellationToken cancellation)
    {
        var shown = await contacts.OfPartnerAsync(list.Own.Id, list.Month, cancellation);
        var rests = (await resting.OfAsync(at, cancellation)).Contains(list.Own.Id);
        var alone = new PartnerDirectory([list.Own], at.Directory.Version);
        Organisation[] programs =
        [
            .. at.Directory.Organisations
                .Where(o => Owes(o, at) && o.Id != list.Own.Id)
                .Where(o => shown.ContainsKey(o.Id) || MonthlyPartners.Of(o, alone, at.Today, _ => rests).Count > 0),
        ];
        var last = await LastOfPartnerAsync(list, shown, programs, cancellation);
        return list with
        {
            Entries =
            [
                .. programs.Select(o => shown.TryGetValue(o.Id, out var stands) && stands.State != ObligationState.Released
                    ? new MonthEntry(o, stands.State, stands.Mode, null, last.GetValueOrDefault(o.Id))
                    : new MonthEntry(o, ObligationState.Open, null, null, last.GetValueOrDefault(o.Id))),
            ],
        };
    }

    /// <summary>A partner's last talk with each program, this month's or one of the months before.</summary>
    private async ValueTask<IReadOnlyDictionary<string, LastContact>> LastOfPartnerAsync(
        MonthList list, IReadOnlyDictionary<string, ObligationStanding> shown, Organisation[] programs, CancellationToken cancellation)
    {
        var last = new Dictionary<string, LastContact>(StringComparer.Ordinal);
        for (var back = 0; back <= MonthsBack && programs.Any(p => !last.ContainsKey(p.Id)); back++)
        {
            var month = back == 0 ? shown : await contacts.OfPartnerAsync(list.Own.Id, list.Month.PlusMonths(-back), cancellation);
            foreach (var (program, stands) in month)
            {
                if (stands is { Last: { } on, Mode: { } mode }) last.TryAdd(program, new LastContact(on, mode, null));
            }
        }

        return last;
    }

    private static MonthEntry Entry(
        Obligation obligation, Organisation other, Instant? closed, IReadOnlyDictionary<string, OpenTopics> open, Surroundings at)
    {
        var standing = obligation.Standing(closed);
        return new MonthEntry(other, standing.State, standing.Mode, standing.Reason, obligation.Last)
        {
            IsOwed = obligation.Owed,
            IsLate = standing.Late,
            IsLongWithoutMeeting = obligation.IsLongWithoutMeeting(at.Today),
            Open = open.GetValueOrDefault(obligation.Partner),
        };
    }
}
