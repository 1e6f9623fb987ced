using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>Who is told, who is not and why, and who is missing (rules 1 to 6, 12 and 13).</summary>
internal sealed class Coverage(
    ClientChange change,
    ChangeCode effective,
    PrivacyClass privacy,
    Facet facet,
    Urgency urgency,
    ClientState before,
    ClientState after,
    Past past,
    Surroundings at)
{
    private readonly Membership? program = after.Program(at.Today) ?? before.Program(at.Today);

    /// <summary>Gaps in the vocabulary's order, then every recipient in team order, then past recipients who left.</summary>
    public ImmutableArray<Line> Lines()
    {
        var team = Team();
        var lines = ImmutableArray.CreateBuilder<Line>();
        foreach (var role in change.Code.MustKnow)
        {
            if (!team.Any(m => m.Role == role)) lines.Add(new Line.Gap(role));
        }

        var recipients = ToldBefore(team).ToList();
        var reached = recipients.Select(l => (l.Recipient.Agency, l.Recipient.Contact)).ToHashSet();
        foreach (var member in team)
        {
            if (Concerns(member) && !reached.Contains((member.Agency, member.Contact)))
                recipients.Add(new Line.Of(AsRecipient(member), FateOf(member)));
        }

        // Recorded only: who sent it knows, and nobody is told.
        if (urgency == Urgency.U0) recipients.RemoveAll(l => l.Fate is not Fate.Source);
        lines.AddRange(recipients.OrderBy(l => l.Recipient.Order));
        return lines.ToImmutable();
    }

    /// <summary>Decides a queued notice again on what is known now.</summary>
    public static Fate Again(QueuedNotice notice, ClientState state, Surroundings at)
    {
        var recipient = notice.Recipient;
        if (recipient.ToldBefore)
        {
            var past = new Rules(state, notice.Effective, notice.Class, notice.Facet, notice.Urgency, notice.OccurredOn, at) { InPlaceOfSilent = notice.InPlaceOfSilent };
            return PastFate(past, notice.Own.Told, recipient.Agency, recipient.Contact, notice.Consent, recipient.IsProgram);
        }

        var rules = OfMembers(notice.Effective, notice.Urgency, state, notice.OccurredOn, at) with { InPlaceOfSilent = notice.InPlaceOfSilent };
        var member = state.Team(at.Today).FirstOrDefault(m => m.Agency == recipient.Agency && m.Contact == recipient.Contact);
        if (notice.Own.Code == Codes.Left && notice.Consent is null && (member is null || !recipient.IsProgram))
            return rules.WithoutConsent(recipient.Agency, recipient.Contact, null, recipient.IsProgram);
        return member is null
            ? new Fate.Cancelled(CancelledBecause.LeftTeam)
            : rules.Decide(member, isProgram: member == state.Program(at.Today), added: !MustKnow(notice.Own, member));
    }

    /// <summary>
    /// The checks of members. They are asked about the code's own class even where past recipients get a stop as class A: whoever was never
    /// told under that consent learns of a personal matter.
    /// </summary>
    private static Rules OfMembers(ChangeCode effective, Urgency urgency, ClientState state, LocalDate occurredOn, Surroundings at) =>
        new(state, effective, effective.Class, effective.Facet, urgency, occurredOn, at);

    /// <summary>The team after the change, and the member that the change takes leave of.</summary>
    private Membership[] Team()
    {
        var team = after.Team(at.Today);
        if (change.Code.Code == Codes.Left) team = team.Union(before.Team(at.Today).Where(IsNamed));
        return [.. team.OrderBy(m => m.Order)];
    }

    private bool Concerns(Membership member) =>
        MustKnow(change.Code, member) || IsNamed(member) || change.AlsoTell.Contains(member.Contact);

    private static bool MustKnow(ChangeCode code, Membership member)
    {
        if (!code.WholeTeam && !code.MustKnow.Contains(member.Role)) return false;
        return code.OnlyVisiting is null || (member.Visits && code.OnlyVisiting.Contains(member.Role));
    }

    private bool IsNamed(Membership member) =>
        member.Agency == change.OtherParty
        || (change.Member is { } named && named.Organisation == member.Agency && (named.Contact ?? member.Contact) == member.Contact);

    private Recipient AsRecipient(Membership member) =>
        new(member.Agency, member.Contact, member.Role, member.TheirRef, member == program, member.Order, ToldBefore: false);

    private Fate FateOf(Membership member)
    {
        if (member.Agency == change.Sender) return new Fate.Source();
        var rules = OfMembers(effective, urgency, after, change.OccurredOn, at);
        return change.Code.Code == Codes.Left && IsNamed(member)
            ? rules.WithoutConsent(member.Agency, member.Contact, null, isProgram: member == program)
            : rules.Decide(member, isProgram: member == program, added: !MustKnow(change.Code, member) && !IsNamed(member));
    }

    /// <summary>
    /// One line for each contact that was sent what this change looks back at, unless it must know as a member too and that gets further;
    /// the program always is a member.
    /// </summary>
    private IEnumerable<Line.Of> ToldBefore(Membership[] team)
    {
        var groups = past.Told.Where(StillConcerns).GroupBy(n => (n.Agency, n.SentTo));
        foreach (var group in groups.OrderBy(g => g.Min(n => n.Order)).ThenBy(g => g.Key.SentTo, StringComparer.Ordinal))
        {
            var line = group.OrderBy(n => n.Order).ThenBy(n => n.Consent, StringComparer.Ordinal).Select(AsPast)
                .OrderByDescending(l => Reach(l.Fate)).First();
            if (line.Recipient.IsProgram && change.Code.MustKnow.Contains(Role.PRG)) continue;
            var member = team.FirstOrDefault(m => m.Agency == line.Recipient.Agency && m.Contact == line.Recipient.Contact);
            if (member is null || !Concerns(member) || Reach(line.Fate) >= Reach(FateOf(member))) yield return line;
        }
    }

    /// <summary>How far a fate gets: told (or knowing already), waiting for a person, not told.</summary>
    private static int Reach(Fate fate) => fate switch
    {
        Fate.Told or Fate.Source => 2,
        Fate.Withheld or Fate.Cancelled => 0,
        _ => 1,
    };

    private Line.Of AsPast(ToldNotice notice)
    {
        var membership = before.Memberships.FirstOrDefault(m => m.Agency == notice.Agency && m.Contact == notice.Contact);
        var isProgram = membership is not null && membership == program;
        var recipient = new Recipient(
            notice.Agency, notice.SentTo, notice.Role, membership?.TheirRef, isProgram, membership?.Order ?? int.MaxValue, ToldBefore: true);
        var rules = new Rules(after, effective, privacy, facet, urgency, change.OccurredOn, at);
        return new Line.Of(recipient, notice.Agency == change.Sender
            ? new Fate.Source()
            : PastFate(rules, change.Code.Told, notice.Agency, notice.SentTo, notice.Consent, isProgram));
    }

    /// <summary>
    /// A narrowed consent is a stop only to those sent something it no longer covers. What a correction was about its own code doesn't say:
    /// it counts as no longer covered.
    /// </summary>
    private bool StillConcerns(ToldNotice notice) =>
        change.Code.Code != Codes.ConsentNarrowed
        || notice.Code.AsCorrected
        || !Consents.Covers(change.Consent!.Allows!.Value, notice.Code.Class, notice.Code.Facet);

    private static Fate PastFate(Rules rules, ToldOf told, string agency, string contact, string? consent, bool isProgram) => told switch
    {
        ToldOf.Closes => rules.UnderThatConsent(agency, contact, consent),
        ToldOf.Corrects => rules.Corrected(agency, contact, consent, isProgram),
        _ => rules.WithoutConsent(agency, contact, consent, isProgram),
    };
}
