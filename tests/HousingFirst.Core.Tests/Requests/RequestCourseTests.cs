using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Requests;

namespace HousingFirst.Core.Tests.Requests;

public sealed class RequestCourseTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 12, 1, 17, 0);

    private static readonly Gen<(int Step, int Text, int Owner, bool Anew)> AnyStep =
        from step in Gen.Int[0, 2]
        from text in Gen.Int[0, 2]
        from owner in Gen.Int[0, 2]
        from anew in Gen.Bool
        select (step, text, owner, anew);

    /// <summary>Whatever is tried in whatever order: the first who takes it up has it, nothing that was agreed is lost unasked, and what is closed stays.</summary>
    [Fact]
    public void A_course_only_goes_forward_and_a_closed_barrier_has_an_owner_and_an_outcome() =>
        (from steps in AnyStep.Array[0, 12] from barrier in Gen.Bool select (steps, barrier)).Sample(run =>
        {
            var course = new RequestCourse(new LocalDate(2026, 12, 3));
            for (var i = 0; i < run.steps.Length; i++)
            {
                var (step, text, owner, anew) = run.steps[i];
                var now = Start + Duration.FromHours(i);
                var said = text == 0 ? null : $"text {text}";
                var outcome = step switch
                {
                    0 => course.TakeUp($"person {text}", now),
                    1 => course.Agree(said ?? "text", owner == 0 ? null : $"agency-{owner}", run.barrier, anew, $"person {text}", now),
                    _ => course.Close(said, run.barrier, now),
                };
                if (outcome is not RequestOutcome.Stands { Course: var next }) continue;
                Assert.True(next.State >= course.State);
                if (course.Taken is not null) Assert.Equal((course.Taken, course.TakenBy), (next.Taken, next.TakenBy));
                if (course.Agreed is not null && next.Agreed != course.Agreed) Assert.True(step == 1 && anew);
                if (course.Closed is not null) Assert.Equal(course, next);
                if (next.Closed is not null && run.barrier) Assert.True(next is { Owner: not null, Outcome: not null });
                course = next;
            }
        });

    [Theory]
    [InlineData("2026-12-01T17:00:00Z", 2, "2026-12-03")]
    [InlineData("2026-12-24T17:00:00Z", 1, "2026-12-28")]
    [InlineData("2026-12-24T17:00:00Z", 2, "2026-12-29")]
    [InlineData("2026-12-05T17:00:00Z", 2, "2026-12-08")]
    [InlineData("2026-12-02T05:30:00Z", 1, "2026-12-02")]
    public void The_promised_day_is_so_many_working_days_after_the_day_of_asking(string asked, int days, string promised)
    {
        var community = new Community(
            "lethbridge", "Lethbridge", "Lethbridge", DateTimeZoneProviders.Tzdb["America/Edmonton"], "specialist", HolidayCalendar.Alberta(), 600)
        {
            ResponseDays = days,
        };
        var day = ResponsePromise.Of(NodaTime.Text.InstantPattern.General.Parse(asked).Value, community);
        Assert.Equal(promised, NodaTime.Text.LocalDatePattern.Iso.Format(day));
        Assert.False(new RequestCourse(day).IsLate(day));
        Assert.True(new RequestCourse(day).IsLate(day.PlusDays(1)));
        Assert.False((new RequestCourse(day) with { Taken = Start }).IsLate(day.PlusDays(1)));
    }
}
