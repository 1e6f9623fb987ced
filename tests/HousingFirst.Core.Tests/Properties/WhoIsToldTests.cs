using CsCheck;
using HousingFirst.Core.Tests.Rules;

namespace HousingFirst.Core.Tests.Properties;

/// <summary>What holds for every change, team, consent and history.</summary>
public sealed class WhoIsToldTests
{
    private const int Worlds = 2500;

    [Fact]
    public void Everyone_is_told_who_must_know_and_may_and_nobody_else() => Always((world, accepted) =>
    {
        var lines = accepted.Lines.OfType<Line.Of>().ToDictionary(l => (l.Recipient.Agency, l.Recipient.Contact));
        foreach (var member in TeamOf(world, accepted))
        {
            var expected = Oracle.Of(world, accepted, member);
            var line = lines.GetValueOrDefault((member.Agency, member.Contact));
            if (line is { Recipient.ToldBefore: true }) continue;
            Assert.Equal(expected, Read(line?.Fate));
        }

        var memberKeys = TeamOf(world, accepted).Select(m => (m.Agency, m.Contact)).ToHashSet();
        Assert.All(lines.Values.Where(l => !l.Recipient.ToldBefore), l => Assert.Contains((l.Recipient.Agency, l.Recipient.Contact), memberKeys));
    });

    [Fact]
    public void Those_told_before_are_told_again_and_no_one_passes_for_one_of_them() => Always((world, accepted) =>
    {
        var told = world.Past.Told.Select(n => (n.Agency, n.SentTo)).ToHashSet();
        foreach (var line in accepted.Lines.OfType<Line.Of>().Where(l => l.Recipient.ToldBefore))
        {
            Assert.Contains((line.Recipient.Agency, line.Recipient.Contact), told);
            var mayBeWithheld = line.Recipient.Agency == "police" || Oracle.PlanBinds(world, accepted) || world.Change.Code.Told == ToldOf.Closes;
            Assert.True(mayBeWithheld || line.Fate is not Fate.Withheld);
        }

        if (world.Change.Code.Told != ToldOf.Consent || accepted.Urgency == Urgency.U0) return;
        var lost = world.Change.Code.Code == "consent.revoked"
            ? world.Past.Told
            : [.. world.Past.Told.Where(n => !Covers(world.Change.Consent!.Allows!.Value, n.Code.Code))];
        foreach (var notice in lost.Where(n => n.Agency is not ("police" or "river") && n.Agency != world.Change.Sender))
        {
            Assert.Contains(accepted.Lines.OfType<Line.Of>(), l =>
                l.Recipient.Agency == notice.Agency && l.Recipient.Contact == notice.SentTo && l.Fate is not Fate.Withheld);
        }
    });

    [Fact]
    public void A_notice_leaves_only_to_the_recipient_or_an_alternate_who_may_stand_in() => Always((world, accepted) =>
    {
        foreach (var line in accepted.Lines.OfType<Line.Of>())
        {
            if (line.Fate is not Fate.Told told) continue;
            var organisation = world.Organisations.Single(o => o.Id == line.Recipient.Agency);
            var contact = organisation.Contacts.Single(c => c.Id == line.Recipient.Contact);
            Assert.True(told.SentTo is { Stopped: null, Address: not null, Channel: not Channel.Phone });
            var privacy = line.Recipient.ToldBefore ? accepted.Class : accepted.EffectiveCode.Class;
            if (told.SentTo.Shared && privacy != PrivacyClass.A) Assert.Equal(Route.Queue, told.Route);
            else if (accepted.Urgency >= Urgency.U3) Assert.True(told.Route.HasFlag(Route.Mail));
            if (told.Route.HasFlag(Route.Queue)) Assert.True(organisation.ReadsQueue);
            if (told.SentTo.Id == contact.Id) continue;

            Assert.Equal(contact.Alternate, told.SentTo.Id);
            Assert.NotNull(contact.Stopped);
            if (line.Recipient.IsProgram) continue;
            Assert.NotEqual(PrivacyClass.R, privacy);
            Assert.False(Oracle.PlanBinds(world, accepted));
            Assert.Equal(line.Recipient.Agency, world.State.Consents.Concat(accepted.Next.Consents).First(c => c.Id == told.Consent).Recipient);
        }
    });

    [Fact]
    public void Class_R_reaches_only_the_program_and_contacts_whom_a_consent_names() => Always((world, accepted) =>
    {
        if (accepted.Class != PrivacyClass.R || accepted.EffectiveCode.Code == "person.deceased") return;
        foreach (var line in accepted.Lines.OfType<Line.Of>().Where(l => l.Fate is Fate.Told && l.Recipient is { IsProgram: false, ToldBefore: false }))
        {
            var told = (Fate.Told)line.Fate;
            Assert.Equal(line.Recipient.Contact, told.SentTo.Id);
            Assert.Contains(accepted.Next.Consents, c => c.Recipient == told.SentTo.Id && c.Allows.HasFlag(Allows.R) && c.Id == told.Consent);
        }
    });

    [Fact]
    public void Police_and_the_sender_are_never_told_and_what_is_recorded_only_is_told_to_nobody() => Always((world, accepted) =>
    {
        Assert.DoesNotContain(accepted.Lines.OfType<Line.Of>(), l =>
            l.Fate is not (Fate.Withheld or Fate.Source)
            && (l.Recipient.Agency == "police" || l.Recipient.Agency == world.Change.Sender || accepted.Urgency == Urgency.U0));
    });

    [Fact]
    public void Every_role_that_must_know_is_held_or_a_gap_and_nobody_has_two_lines() => Always((world, accepted) =>
    {
        var held = TeamOf(world, accepted).Select(m => m.Role.ToString()).ToHashSet();
        var expected = VocabularySheet.Words(world.Change.Code.Code, "must_know")
            .Where(w => w != "TEAM" && !w.StartsWith("TOLD", StringComparison.Ordinal) && !held.Contains(w));

        Assert.Equal(expected, accepted.Lines.OfType<Line.Gap>().Select(g => g.Role.ToString()));
        Assert.Equal(accepted.Lines.Length, accepted.Lines.Distinct(new ByWho()).Count());
        Assert.True(accepted.Lines.SkipWhile(l => l is Line.Gap).All(l => l is Line.Of));
    });

    [Fact]
    public void The_order_of_what_is_given_changes_nothing() => Always((world, accepted) =>
    {
        var turned = world with
        {
            State = world.State with
            {
                Memberships = [.. world.State.Memberships.Reverse()],
                Consents = [.. world.State.Consents.Reverse()],
            },
            Change = world.Change with { AlsoTell = [.. world.Change.AlsoTell.Reverse()] },
            Past = world.Past with { Told = [.. world.Past.Told.Reverse()] },
        };

        Assert.Equal(Sorted(accepted), Sorted(Assert.IsType<Decision.Accepted>(turned.Decide())));
    });

    [Fact]
    public void Withdrawing_or_taking_away_any_consent_tells_nobody_more() => Always((world, accepted) =>
    {
        var told = Told(world.Decide());
        for (var i = 0; i < world.State.Consents.Length; i++)
        {
            var consent = world.State.Consents[i];
            var withdrawn = world with { State = world.State with { Consents = world.State.Consents.SetItem(i, consent with { Withdrawn = Town.Today }) } };
            var removed = world with { State = world.State with { Consents = world.State.Consents.RemoveAt(i) } };
            var narrowed = world with { State = world.State with { Consents = world.State.Consents.SetItem(i, consent with { Allows = consent.Allows & Allows.Card }) } };
            Assert.Subset(told, Told(withdrawn.Decide()));
            Assert.Subset(told, Told(narrowed.Decide()));

            // A renewal of a consent that isn't known records it, as giving it does.
            if (world.Change.Consent?.Id != consent.Id) Assert.Subset(told, Told(removed.Decide()));
        }
    });

    [Fact]
    public void A_safety_plan_tells_nobody_more_and_naming_fewer_tells_fewer() => Always((world, accepted) =>
    {
        World With(SafetyPlan? plan) => world with { State = world.State with { Head = world.State.Head with { Plan = plan } } };
        var named = world.State.Head.Plan ?? new SafetyPlan("begin", [.. world.State.Memberships.Take(3).Select(m => m.Contact)]);
        var with = Told(With(named).Decide());

        Assert.Subset(Told(With(null).Decide()), with);
        Assert.Subset(with, Told(With(named with { Named = named.Named[..^1] }).Decide()));
    });

    [Fact]
    public void Deciding_again_while_nothing_has_moved_tells_the_same() => Always((world, accepted) =>
    {
        foreach (var line in accepted.Lines.OfType<Line.Of>())
        {
            if (line.Fate is not Fate.Told told) continue;
            var queued = new QueuedNotice(
                world.Change.Code, accepted.EffectiveCode, accepted.Class, accepted.Facet, accepted.Urgency, world.Change.OccurredOn,
                told.Consent, line.Recipient, told.SentTo.Id);
            Assert.Equal(told, ChangeRules.DecideAgain(queued, accepted.Next, world.At));
        }
    });

    [Fact]
    public void Raising_is_free_and_lowering_without_a_reason_is_refused() => World.Any.Sample(
        world =>
        {
            var plain = world.Change with { Urgency = null, UrgencyReason = null };
            if ((world with { Change = plain }).Decide() is not Decision.Accepted accepted) return;
            foreach (var asked in Enum.GetValues<Urgency>())
            {
                if (asked == Urgency.U0) continue;
                var decision = (world with { Change = plain with { Urgency = asked } }).Decide();
                if (asked >= accepted.Urgency) Assert.Equal(asked, Assert.IsType<Decision.Accepted>(decision).Urgency);
                else Assert.Contains(Assert.IsType<Decision.Refused>(decision).Defects, d => d.Path == "data.urgencyReason");
            }
        },
        iter: Worlds);

    /// <summary>Checks every world whose change is accepted, and that enough of them are, of every code.</summary>
    private static void Always(Action<World, Decision.Accepted> check)
    {
        var accepted = 0;
        var codes = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        World.Any.Sample(
            world =>
            {
                if (world.Decide() is not Decision.Accepted decision) return;
                Interlocked.Increment(ref accepted);
                codes.AddOrUpdate(world.Change.Code.Code, 1, (_, n) => n + 1);
                check(world, decision);
            },
            iter: Worlds);
        Assert.True(accepted > Worlds / 3, $"Only {accepted} worlds were accepted: the property says little.");
        Assert.Equal(Vocabulary.Current.Codes.Select(c => c.Code).Except(codes.Keys), ["consent.expiring"]);
    }

    private static IEnumerable<Membership> TeamOf(World world, Decision.Accepted accepted)
    {
        var team = accepted.Next.Team(Town.Today);
        if (world.Change.Code.Code != "team.left") return team;
        return team.Concat(world.State.Team(Town.Today).Where(m =>
            m.Agency == world.Change.Member!.Organisation && (world.Change.Member.Contact ?? m.Contact) == m.Contact));
    }

    private static Oracle.Verdict Read(Fate? fate) => fate switch
    {
        null => Oracle.Verdict.Absent,
        Fate.Source => Oracle.Verdict.Source,
        Fate.Withheld => Oracle.Verdict.Withheld,
        _ => Oracle.Verdict.Allowed,
    };

    private static bool Covers(Allows allows, string code) => VocabularySheet.Cell(code, "class") switch
    {
        "A" => true,
        "B" => allows.HasFlag(Allows.B),
        var c => (VocabularySheet.Cell(code, "facet") is var facet && (facet == "none" || allows.ToString().ToLowerInvariant().Split(", ").Contains(facet)))
            && (c == "C" || allows.HasFlag(Allows.R)),
    };

    private static HashSet<(string, string)> Told(Decision decision) => decision is Decision.Accepted accepted
        ? [.. accepted.Lines.OfType<Line.Of>().Select(l => l.Fate).OfType<Fate.Told>().Select(t => (t.SentTo.Id.Split('-')[0], t.SentTo.Id))]
        : [];

    private static string[] Sorted(Decision.Accepted accepted) =>
        [.. accepted.Lines.Select(l => l.ToString()!).Order(StringComparer.Ordinal)];

    private sealed class ByWho : IEqualityComparer<Line>
    {
        public bool Equals(Line? x, Line? y) => x is not null && y is not null && Who(x) == Who(y);

        public int GetHashCode(Line line) => Who(line).GetHashCode();

        private static (string, string) Who(Line line) => line switch
        {
            Line.Gap gap => ("gap", gap.Role.ToString()),
            Line.Of of => (of.Recipient.Agency, of.Recipient.Contact),
            _ => throw new InvalidOperationException("A line is a gap or a recipient."),
        };
    }
}
