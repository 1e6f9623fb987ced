using CsCheck;
using HousingFirst.Core.Network;

namespace HousingFirst.Core.Tests.Network;

/// <summary>Prospects with any steps in any order.</summary>
internal static class AnyProspect
{
    public static readonly LocalDate Today = new(2026, 12, 1);

    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Edmonton"];

    public static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 17, 0);

    public static Prospect New { get; } = new(new ProspectId("galt-street-library"), "Galt Street Library", Now);

    /// <summary>A step that may be recorded today.</summary>
    public static Gen<RecruitmentStep> Step { get; } = Gen.Select(
        Gen.Enum<RecruitmentState>(), Gen.Int[0, 200], Gen.Int[1, 400], Gen.Int[0, 2], Gen.Bool,
        (state, ago, ahead, who, next) => new RecruitmentStep(
            0, state, Today.PlusDays(-ago), ((string[])["Robin", "Chantal", "Dana"])[who], next ? "call again" : null,
            state == RecruitmentState.NotNow ? Today.PlusDays(ahead) : null));

    public static Gen<Prospect> WithSteps { get; } = Step.Array[0, 8].Select(steps => steps.Aggregate(New, (known, step) => known.With(step)));
}
