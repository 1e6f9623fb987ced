using HousingFirst.Core.Tests.Rules;

namespace HousingFirst.Core.Tests.Properties;

/// <summary>
/// Who is told, said a second time: straight from the vocabulary's cells and the words of the rules, with none of the product's code. It is
/// slow and flat on purpose.
/// </summary>
internal static class Oracle
{
    private const string None = "none";

    private static readonly Dictionary<Role, string> Ceiling = new()
    {
        [Role.HSG] = "none housing",
        [Role.INC] = "none housing money",
        [Role.JUS] = "none housing justice family",
        [Role.COO] = "none housing",
        [Role.HLT] = "none housing health safety",
        [Role.OUT] = "none housing health justice safety",
        [Role.SPC] = "none housing safety",
        [Role.PRG] = "none housing health justice money safety family",
    };

    public enum Verdict
    {
        Absent,
        Source,
        Withheld,
        Allowed,
    }

    /// <summary>The code whose rules bind the change.</summary>
    public static string Effective(World world) =>
        world.Change.Code.Code == "correction.issued" ? world.Past.Corrected!.Code.Code : world.Change.Code.Code;

    public static bool PlanBinds(World world, Decision.Accepted accepted) =>
        accepted.Next.Head.Plan is not null && (Effective(world).Split('.')[0] is "housing" or "away" or "client");

    public static Verdict Of(World world, Decision.Accepted accepted, Membership member)
    {
        var own = world.Change.Code.Code;
        var effective = Effective(world);
        var must = VocabularySheet.Words(own, "must_know") is var words && (words.Contains("TEAM") || words.Contains(member.Role.ToString()));
        must = must && IsInside(own, member);
        var named = member.Agency == world.Change.OtherParty
            || (world.Change.Member is { } m && m.Organisation == member.Agency && (m.Contact is null || m.Contact == member.Contact));
        var added = world.Change.AlsoTell.Contains(member.Contact);
        if (!must && !named && !added) return Verdict.Absent;
        if (member.Agency == world.Change.Sender) return Verdict.Source;
        if (accepted.Urgency == Urgency.U0) return Verdict.Absent;

        if (member.Agency == "police") return Verdict.Withheld;
        if (own == "team.left" && named) return Verdict.Allowed;
        var organisation = world.Organisations.Single(o => o.Id == member.Agency);
        if (organisation.Agreement!.Ends < Town.Today) return Verdict.Withheld;
        if (member.Enrolled) return Verdict.Allowed;

        if (VocabularySheet.Words(effective, "never").Contains(member.Role.ToString())) return Verdict.Withheld;
        if (!IsInside(effective, member)) return Verdict.Withheld;
        if (effective != "person.deceased" && !IsUnderCeiling(effective, member.Role)) return Verdict.Withheld;
        if (PlanBinds(world, accepted) && !((must || named) && accepted.Next.Head.Plan!.Named.Contains(member.Contact))) return Verdict.Withheld;
        return accepted.Next.Consents.Any(c => Opens(c, effective, member, world)) ? Verdict.Allowed : Verdict.Withheld;
    }

    /// <summary>Whether one consent lets one member be told of a code.</summary>
    public static bool Opens(ConsentRecord consent, string code, Membership member, World world)
    {
        if (consent.Allows.HasFlag(Allows.Card) || consent.Withdrawn is not null) return false;
        if (consent.Recipient != member.Agency && consent.Recipient != member.Contact) return false;
        var day = code == "person.deceased" ? world.Change.OccurredOn : Town.Today;
        if (day < consent.From || day > consent.To) return false;
        if (code == "person.deceased") return true;
        var facet = VocabularySheet.Cell(code, "facet");
        var hasFacet = facet == None || consent.Allows.ToString().ToLowerInvariant().Split(", ").Contains(facet);
        if (facet == "health" && consent.Method == ConsentMethod.Spoken) hasFacet = false;
        return VocabularySheet.Cell(code, "class") switch
        {
            "A" => true,
            "B" => consent.Allows.HasFlag(Allows.B),
            "C" => hasFacet,
            "R" => hasFacet && consent.Allows.HasFlag(Allows.R) && consent.Recipient == member.Contact,
            _ => throw new InvalidOperationException("A class the oracle doesn't know."),
        };
    }

    private static bool IsInside(string code, Membership member)
    {
        var only = VocabularySheet.Words(code, "only");
        return only.Length == 0 || (member.Visits && only.Contains(member.Role.ToString()));
    }

    private static bool IsUnderCeiling(string code, Role role)
    {
        if (role == Role.HSG && VocabularySheet.Cell(code, "class") is not ("A" or "B")) return false;
        return Ceiling[role].Split(' ').Contains(VocabularySheet.Cell(code, "facet"));
    }
}
