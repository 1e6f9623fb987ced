using HousingFirst.Functions.Triggers;

namespace HousingFirst.Functions;

/// <summary>The functions' names, as alerts, logs and infrastructure code know them. A running orchestration knows those of cycles: they never change.</summary>
public static class FunctionNames
{
    /// <summary>Every five minutes: what is due.</summary>
    public const string Tick = nameof(Timers.Tick);

    /// <summary>Every night: old histories.</summary>
    public const string Nightly = nameof(Timers.Nightly);

    /// <summary>Queue <c>client-changes</c>.</summary>
    public const string ReceiveClientChange = nameof(Queues.ReceiveClientChange);

    /// <summary>Queue <c>partner-activity</c>.</summary>
    public const string ReceivePartnerActivity = nameof(Queues.ReceivePartnerActivity);

    /// <summary>The orchestration of a month's contacts.</summary>
    public const string MonthlyContactCycle = nameof(CycleFunctions.MonthlyContactCycle);

    /// <summary>The orchestration of a meeting.</summary>
    public const string BiweeklyMeetingCycle = nameof(CycleFunctions.BiweeklyMeetingCycle);

    /// <summary>The activity that says what a cycle does next.</summary>
    public const string NextStep = nameof(CycleFunctions.NextStep);

    /// <summary>The activity that does one step.</summary>
    public const string RunStep = nameof(CycleFunctions.RunStep);

    /// <summary>Every page.</summary>
    public const string Pages = nameof(Web.Pages);
}
