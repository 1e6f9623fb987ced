using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Consent;

/// <summary>Whether a client's consents let a recipient be told (rule 4), and if not, the reason of the one that got furthest.</summary>
public static class Consents
{
    /// <summary>What the consents say.</summary>
    public abstract record Answer
    {
        private Answer()
        {
        }

        /// <summary>This consent allows it.</summary>
        public sealed record Granted(ConsentRecord Consent) : Answer;

        /// <summary>None does.</summary>
        public sealed record Refused(WithheldReason Reason) : Answer;
    }

    /// <summary>Asks the consents about one recipient on one day of the community's calendar.</summary>
    /// <param name="consents">The client's consents, ended ones included.</param>
    /// <param name="agency">The recipient's organisation.</param>
    /// <param name="contact">The recipient.</param>
    /// <param name="privacy">The class of what would be told.</param>
    /// <param name="facet">Its facet.</param>
    /// <param name="day">The day.</param>
    public static Answer Ask(
        IEnumerable<ConsentRecord> consents, string agency, string contact, PrivacyClass privacy, Facet facet, LocalDate day)
    {
        ConsentRecord? granted = null;
        WithheldReason furthest = new(WithheldKind.NoConsent);
        foreach (var consent in consents)
        {
            if (consent.Allows.HasFlag(Allows.Card) || (consent.Recipient != agency && consent.Recipient != contact)) continue;
            var reason = Try(consent, contact, privacy, facet, day);
            if (reason is null) granted = Better(granted, consent, agency);
            else if (reason.Kind > furthest.Kind) furthest = reason;
        }

        return granted is null ? new Answer.Refused(furthest) : new Answer.Granted(granted);
    }

    /// <summary>Whether what is allowed covers a class and facet, whoever the recipient and whatever the day.</summary>
    public static bool Covers(Allows allows, PrivacyClass privacy, Facet facet) =>
        allows.HasFlag(Needed(privacy, facet)) && (privacy != PrivacyClass.R || allows.HasFlag(Allows.R));

    private static Allows Needed(PrivacyClass privacy, Facet facet) => privacy switch
    {
        PrivacyClass.A => Allows.None,
        PrivacyClass.B => Allows.B,
        _ => OfFacet(facet),
    };

    private static WithheldReason? Try(ConsentRecord consent, string contact, PrivacyClass privacy, Facet facet, LocalDate day)
    {
        var needed = Needed(privacy, facet);
        if (!consent.Allows.HasFlag(needed) || (needed == Allows.Health && consent.Method == ConsentMethod.Spoken)) return new(WithheldKind.ConsentLacks, needed);
        if (consent.Withdrawn is not null) return new(WithheldKind.ConsentWithdrawn);
        if (consent.To < day) return new(WithheldKind.ConsentExpired);
        if (consent.From > day) return new(WithheldKind.ConsentNotStarted);
        return privacy == PrivacyClass.R && !(consent.Recipient == contact && consent.Allows.HasFlag(Allows.R))
            ? new(WithheldKind.NotNamed)
            : null;
    }

    /// <summary>Of several that allow it, the organisation's own first (a colleague may stand in under it), then the one that lasts longest.</summary>
    private static ConsentRecord Better(ConsentRecord? known, ConsentRecord other, string agency)
    {
        if (known is null) return other;
        var (knownOwn, otherOwn) = (known.Recipient == agency, other.Recipient == agency);
        if (knownOwn != otherOwn) return otherOwn ? other : known;
        return other.To > known.To || (other.To == known.To && string.CompareOrdinal(other.Id, known.Id) < 0) ? other : known;
    }

    private static Allows OfFacet(Facet facet) => facet switch
    {
        Facet.None => Allows.None,
        Facet.Housing => Allows.Housing,
        Facet.Health => Allows.Health,
        Facet.Justice => Allows.Justice,
        Facet.Money => Allows.Money,
        Facet.Safety => Allows.Safety,
        Facet.Family => Allows.Family,
        _ => throw new ArgumentOutOfRangeException(nameof(facet), facet, "Not a facet."),
    };
}
