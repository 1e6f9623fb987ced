using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Planning;

namespace HousingFirst.Core.Tests.ContactCycle;

public sealed class ContactPlanTests
{
    private static readonly Gen<YearMonth> AnyMonth = Gen.Int[0, 12 * 60].Select(n => new YearMonth(2020, 1).PlusMonths(n));

    private static readonly Gen<ContactCycleSettings> AnySettings =
        from nudges in Gen.Int[2, 27].Array[0, ContactCycleSettings.MostNudges]
        from lead in Gen.Int[2, 28]
        from opens in Gen.Int[0, 23]
        from closes in Gen.Int[9, 23]
        let rising = nudges.Distinct().Order().Where(n => n < lead).ToArray()
        select new ContactCycleSettings(new LocalTime(opens, 0), [.. rising], lead, new LocalTime(closes, 0));

    /// <summary>The 20th is a Sunday, the 25th a holiday before a weekend.</summary>
    [Fact]
    public void December_2026_in_Lethbridge()
    {
        var plan = ContactPlan.Of(new YearMonth(2026, 12), In("America/Edmonton"));
        Assert.Equal("contacts-2026-12", plan.Cycle);
        Assert.Equal(
            """
            open 2026-12-01T14:00:00Z
            nudge-1 2026-12-10T14:30:00Z
            nudge-2 2026-12-21T14:30:00Z
            team-lead 2026-12-28T14:30:00Z
            specialist 2026-12-30T14:30:00Z
            close 2026-12-31T23:00:00Z
            report 2027-01-04T14:30:00Z
            """.ReplaceLineEndings("\n"),
            string.Join('\n', plan.Stages.Select(s => $"{s.Name} {s.At}")));
    }

    [Theory]
    [InlineData("America/Edmonton")]
    [InlineData("America/Toronto")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Apia")]
    public void Stages_follow_one_another_on_working_mornings_whatever_the_month_the_zone_and_the_settings(string zone)
    {
        Gen.Select(AnyMonth, AnySettings).Sample((month, settings) =>
        {
            Assert.Empty(settings.Check());
            var community = In(zone) with { ContactCycle = settings };
            var plan = ContactPlan.Of(month, community);
            Assert.Equal(month, ContactPlan.MonthOf(plan.Cycle));
            var reminders = plan.Stages.Where(s => s.IsReminder).ToArray();
            Assert.All(reminders, s => Assert.True(community.Holidays.IsWorkingDay(s.At.InZone(community.Zone).Date), $"{s.Name} {s.At}"));
            Assert.All(reminders, s => Assert.True(s.At < plan.Stages.Single(c => c.Name == ContactPlan.Close).At));
            Assert.Equal(reminders.Select(s => s.At).Order(), reminders.Select(s => s.At));
            Assert.Equal(month, plan.Stages[0].At.InZone(community.Zone).Date.ToYearMonth());
            Assert.Equal(month.PlusMonths(1), plan.Stages[^1].At.InZone(community.Zone).Date.ToYearMonth());
        });
    }

    /// <summary>However late and however often a driver looks, every stage is done once or passed by, in order, and no two reminders at once.</summary>
    [Fact]
    public void Whatever_the_clock_does_every_stage_is_done_once_or_passed_by()
    {
        Gen.Select(AnyMonth, Gen.Int[0, 5], Gen.Int[1, 60].Array[1, 40]).Sample((month, members, jumps) =>
        {
            var plan = ContactPlan.Of(month, In("America/Edmonton"));
            var (state, now, done, lastReminder) = (CycleState.New, plan.Stages[0].At - Duration.FromDays(3), new List<string>(), Instant.MinValue);
            foreach (var hours in jumps.Select(h => h * 20).Append(24 * 80))
            {
                now += Duration.FromHours(hours);
                for (var moves = 0; ; moves++)
                {
                    Assert.True(moves < 200);
                    var next = plan.Next(state, now);
                    if (next is Next.Done or Next.WaitUntil) break;
                    switch (next)
                    {
                        case Next.Skip skip:
                            state = CycleState.After(skip.Stage);
                            break;
                        case Next.Begin begin:
                            if (begin.Stage.IsReminder)
                            {
                                Assert.True(lastReminder < now);
                                lastReminder = now;
                            }

                            state = state.Begun(begin.Stage, members);
                            break;
                        case Next.Run run:
                            Assert.InRange(run.Count, 1, CyclePlan.FanOut);
                            state = state.Reached(run.From + run.Count);
                            break;
                        case Next.Finish finish:
                            done.Add(finish.Stage.Name);
                            state = CycleState.After(finish.Stage);
                            break;
                    }
                }
            }

            Assert.IsType<Next.Done>(plan.Next(state, now));
            Assert.Equal(plan.Stages.Where(s => done.Contains(s.Name)).Select(s => s.Name), done);
            Assert.All(plan.Stages.Where(s => !s.IsReminder), s => Assert.Contains(s.Name, done));
        });
    }

    private static Community In(string zone) =>
        new("town", "Town", "Ville", DateTimeZoneProviders.Tzdb[zone], "specialist", HolidayCalendar.Alberta(), 600);
}
