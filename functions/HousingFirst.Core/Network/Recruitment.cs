using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.Messaging;
using NodaTime;

namespace HousingFirst.Core.Network;

/// <summary>The rules of growing the network (practice 7): what stands, what is asked for next, and what may be recorded.</summary>
public static class Recruitment
{
    /// <summary>How long resting lasts, in days.</summary>
    public const int RestDays = 90;

    /// <summary>The longest text of who, what next, and a contribution, in characters.</summary>
    public const int LongestWho = 80, LongestNext = 300, LongestContribution = 500;

    private const int YearsAhead = 10;

    private static readonly LocalDate FirstOfAll = new(2000, 1, 1);

    /// <summary>
    /// The step that stands on a day: the latest by its day, of one day the one recorded last. Once a rest is over, the step before it
    /// stands again. Null where there is none: states are not required.
    /// </summary>
    public static RecruitmentStep? Standing(Prospect prospect, LocalDate today)
    {
        var latest = Latest(prospect.Steps);
        return latest is { State: RecruitmentState.Resting } rest && RestOver(rest) <= today
            ? Latest(prospect.Steps.Where(s => s.State != RecruitmentState.Resting))
            : latest;
    }

    /// <summary>What the prospect asks of the specialist, now or later; null where nothing waits.</summary>
    public static Prompt? PromptOf(Prospect prospect, DateTimeZone zone)
    {
        if (Latest(prospect.Steps) is { } latest)
        {
            var cause = string.Create(CultureInfo.InvariantCulture, $"step-{latest.Number}");
            return latest switch
            {
                { State: RecruitmentState.NotNow, AskAgain: { } day } => new Prompt(PromptReason.AskAgain, day, cause),
                { State: RecruitmentState.Resting } => new Prompt(PromptReason.RestOver, RestOver(latest), cause),
                _ => null,
            };
        }

        var suggested = prospect.Suggestions.Where(s => s.Agency is not null).Select(s => (Instant?)s.At).Min();
        return suggested is { } at ? new Prompt(PromptReason.Suggested, at.InZone(zone).Date.PlusDays(1), "suggested") : null;
    }

    /// <summary>Everything that is wrong with a step about to be recorded; its number is not looked at.</summary>
    public static ImmutableArray<Defect> Check(RecruitmentStep step, LocalDate today) =>
    [
        .. Optional(PlainText.Check("by", step.By, LongestWho)),
        .. OnDefect(step.On, today),
        .. Optional(step.Next is null ? null : PlainText.Check("next", step.Next, LongestNext)),
        .. Optional(AskAgainDefect(step, today)),
    ];

    /// <summary>Everything that is wrong with a contribution about to be recorded; its number is not looked at.</summary>
    public static ImmutableArray<Defect> Check(Contribution contribution, LocalDate today) =>
    [
        .. Optional(PlainText.Check("by", contribution.By, LongestWho)),
        .. OnDefect(contribution.On, today),
        .. Optional(PlainText.Check("text", contribution.What, LongestContribution)),
    ];

    /// <summary>Records a step, unless it repeats the last one word for word: then nothing changes.</summary>
    public static Prospect With(this Prospect prospect, RecruitmentStep step)
    {
        var numbered = step with { Number = NextNumber(prospect) };
        return prospect.Steps is [.., var last] && last with { Number = numbered.Number } == numbered
            ? prospect
            : prospect with { Steps = prospect.Steps.Add(numbered) };
    }

    /// <summary>Records a contribution, unless it repeats the last one word for word: then nothing changes.</summary>
    public static Prospect With(this Prospect prospect, Contribution contribution)
    {
        var numbered = contribution with { Number = NextNumber(prospect) };
        return prospect.Contributions is [.., var last] && last with { Number = numbered.Number } == numbered
            ? prospect
            : prospect with { Contributions = prospect.Contributions.Add(numbered) };
    }

    /// <summary>Adds a suggestion, unless the same was made before: then nothing changes.</summary>
    public static Prospect With(this Prospect prospect, Suggestion suggestion) => prospect.Suggestions.Any(s => s.Key == suggestion.Key)
        ? prospect
        : prospect with { Suggestions = prospect.Suggestions.Add(suggestion) };

    private static RecruitmentStep? Latest(IEnumerable<RecruitmentStep> steps) => steps.OrderBy(s => s.On).ThenBy(s => s.Number).LastOrDefault();

    private static LocalDate RestOver(RecruitmentStep rest) => rest.On.PlusDays(RestDays);

    private static int NextNumber(Prospect prospect) =>
        1 + prospect.Steps.Select(s => s.Number).Concat(prospect.Contributions.Select(c => c.Number)).Append(0).Max();

    private static IEnumerable<Defect> OnDefect(LocalDate on, LocalDate today)
    {
        if (on > today) yield return new Defect("on", "a day to come", "record a step when it was taken");
        if (on < FirstOfAll) yield return new Defect("on", "before 2000", "write the day it happened");
    }

    private static Defect? AskAgainDefect(RecruitmentStep step, LocalDate today)
    {
        const string path = "ask-again";
        if (step.State != RecruitmentState.NotNow)
            return step.AskAgain is null ? null : new Defect(path, "only with `notNow`", "leave it out; a next step may name a day in words");
        if (step.AskAgain is not { } day) return new Defect(path, "missing", "write the day they want to be asked again");
        return day <= today ? new Defect(path, "not a day to come", "write a day after today")
            : day > today.PlusYears(YearsAhead) ? new Defect(path, $"more than {YearsAhead} years away", "write an earlier day")
            : null;
    }

    private static IEnumerable<Defect> Optional(Defect? defect) => defect is null ? [] : [defect];
}
