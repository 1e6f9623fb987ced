namespace HousingFirst.Core.Glossary;

/// <summary>What changes a code's urgency, from its <c>urgency_rule</c> column.</summary>
public abstract record UrgencyRule
{
    private UrgencyRule()
    {
    }

    /// <summary><c>soon:expectedOn=U3</c>: when expectedOn is absent, past, today, tomorrow or the day after.</summary>
    public sealed record Soon(Urgency Then) : UrgencyRule;

    /// <summary><c>within72h:deadline=U4</c>: when so many hours or fewer are left.</summary>
    public sealed record WithinHours(int Hours, Urgency Then) : UrgencyRule;

    /// <summary><c>within7d:deadline=U2</c>: when the deadline's day is so many days away or fewer.</summary>
    public sealed record WithinDays(int Days, Urgency Then) : UrgencyRule;

    /// <summary><c>closing:client.missing=U3</c>: when the change that is closed has this code.</summary>
    public sealed record Closing(string Code, Urgency Then) : UrgencyRule;

    /// <summary><c>as:corrects</c>: that of the change that is corrected.</summary>
    public sealed record AsCorrected : UrgencyRule;

    /// <summary><c>last7d=U2</c>: when the consent ends in so many days or fewer.</summary>
    public sealed record LastDays(int Days, Urgency Then) : UrgencyRule;
}
