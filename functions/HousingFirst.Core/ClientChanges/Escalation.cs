namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// Who is asked next where an urgent notice has had no answer (rule 8): the alternate where one may stand in, then the specialist. Decided on
/// what is known now, so a consent that was withdrawn meanwhile lets nobody new be told; the specialist is told of no client and needs none.
/// </summary>
public static class Escalation
{
    /// <summary>Decides the next step of one notice whose time to answer is over.</summary>
    /// <param name="silent">The notice.</param>
    /// <param name="state">The client's state as just read.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static EscalationStep Next(SilentNotice silent, ClientState state, Surroundings at)
    {
        if (silent.Heard) return new EscalationStep.Over();
        if (silent.AlternateAsked) return new EscalationStep.ToSpecialist(EscalationReason.AlternateSilent);
        // What was wrong is told to nobody new.
        if (silent.Corrected) return new EscalationStep.ToSpecialist(EscalationReason.Corrected);
        return ChangeRules.DecideAgain(silent.Notice with { InPlaceOfSilent = true }, state, at) switch
        {
            Fate.Told told when !silent.HaveOwnLine.Contains(told.SentTo.Id) => new EscalationStep.ToAlternate(told),
            Fate.Withheld or Fate.Cancelled => new EscalationStep.ToSpecialist(EscalationReason.NoLongerTold),
            _ => new EscalationStep.ToSpecialist(EscalationReason.NobodyStandsIn),
        };
    }
}

/// <summary>A notice whose time to answer is over.</summary>
/// <param name="Notice">The notice, with what its rules need to be applied again.</param>
/// <param name="Heard">Whether a person has answered it, or was reached by the sender's call. What a system took in is no answer.</param>
/// <param name="AlternateAsked">Whether it went to the alternate already: the specialist is next.</param>
/// <param name="Corrected">Whether the change was corrected since.</param>
/// <param name="HaveOwnLine">The contacts of the same organisation whom the change concerns in their own right: each has a clock of its own.</param>
public sealed record SilentNotice(QueuedNotice Notice, bool Heard, bool AlternateAsked, bool Corrected, IReadOnlyCollection<string> HaveOwnLine);

/// <summary>What comes next.</summary>
public abstract record EscalationStep
{
    private EscalationStep()
    {
    }

    /// <summary>A person has heard: nothing more.</summary>
    public sealed record Over : EscalationStep;

    /// <summary>The alternate is told, under the same consent or, at the client's own program, without one.</summary>
    public sealed record ToAlternate(Fate.Told Told) : EscalationStep;

    /// <summary>The specialist is asked to call.</summary>
    public sealed record ToSpecialist(EscalationReason Why) : EscalationStep;
}

/// <summary>Why the specialist is asked and no alternate.</summary>
public enum EscalationReason
{
    /// <summary>The alternate was asked already, and hasn't answered either.</summary>
    AlternateSilent,

    /// <summary>There is no alternate who may stand in and can be reached.</summary>
    NobodyStandsIn,

    /// <summary>Since it was told, consent, agreement or membership has ended: nobody new is told.</summary>
    NoLongerTold,

    /// <summary>The change was corrected since: nobody new is told of it.</summary>
    Corrected,
}
