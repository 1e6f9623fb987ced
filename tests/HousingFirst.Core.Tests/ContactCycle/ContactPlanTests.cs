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
        from remindsAt in Gen.Int[7, 17]
        from after in Gen.Int[1, 5]
        from closesOn in Gen.Int[26, 31]
        select new ContactCycleSettings(new LocalTime(opens, 0), [.. rising], lead, new LocalTime(closes, 0))
        {
            RemindsAt = new LocalTime(remindsAt, 0),
            SpecialistAfter = after,
            ClosesOn = Math.Max(closesOn, lead + 1),
        };

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
            Assert.True(plan.Stages[^1].At > plan.Stages[^2].At);
            Assert.Equal(plan.Names.Where(n => plan.Stages.Any(s => s.Name == n)), plan.Stages.Select(s => s.Name));
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
                            state = state.After(skip.Stage);
                            break;
                        case Next.Begin begin:
                            if (begin.Stage.IsReminder)
                            {
                                Assert.True(lastReminder < now);
                                lastReminder = now;
                            }

                            state = state.Begun(begin.Stage, members) with { Since = state.Since ?? now };
                            break;
                        case Next.Run run:
                            Assert.InRange(run.Count, 1, CyclePlan.FanOut);
                            state = state.Reached(run.From + run.Count);
                            break;
                        case Next.Finish finish:
                            done.Add(finish.Stage.Name);
                            state = state.After(finish.Stage);
                            break;
                    }
                }
            }

            Assert.IsType<Next.Done>(plan.Next(state, now));
            Assert.Equal(plan.Stages.Where(s => done.Contains(s.Name)).Select(s => s.Name), done);
            Assert.All(plan.Stages.Where(s => !s.IsReminder), s => Assert.Contains(s.Name, done));
        });
    }

    /// <summary>A day that clocks are changed on, an hour that a day doesn't have, an hour that it has twice.</summary>
    [Theory]
    [InlineData("America/Toronto", "2027-03", 14, "2027-03-15T12:30:00Z")]
    [InlineData("America/Toronto", "2026-11", 1, "2026-11-02T13:30:00Z")]
    [InlineData("America/St_Johns", "2027-03", 14, "2027-03-15T11:00:00Z")]
    [InlineData("America/St_Johns", "2026-11", 1, "2026-11-02T12:00:00Z")]
    [InlineData("America/Edmonton", "2026-11", 1, "2026-11-02T14:30:00Z")]
    [InlineData("America/Edmonton", "2027-03", 14, "2027-03-15T14:30:00Z")]
    public void A_reminder_keeps_its_local_hour_whatever_clocks_do(string zone, string month, int day, string at)
    {
        var community = In(zone) with { ContactCycle = ContactCycleSettings.Default with { Nudges = [Math.Max(2, day)] } };
        var plan = ContactPlan.Of(ContactPlan.MonthOf("contacts-" + month)!.Value, community);
        Assert.Equal(at, plan.Stages.Single(s => s.Name == ContactPlan.Nudge(1)).At.ToString());
        var late = community with { ContactCycle = community.ContactCycle with { Opens = new LocalTime(2, 30) } };
        Assert.Equal(new LocalDate(2027, 3, 1), ContactPlan.Of(new YearMonth(2027, 3), late).Stages[0].At.InZone(late.Zone).Date);
    }

    [Fact]
    public void Holidays_of_the_community_move_its_reminders()
    {
        var town = In("America/Edmonton") with { Holidays = HolidayCalendar.Only(new LocalDate(2026, 12, 10), new LocalDate(2026, 12, 11)) };
        var plan = ContactPlan.Of(new YearMonth(2026, 12), town);
        Assert.Equal("2026-12-14T14:30:00Z", plan.Stages[1].At.ToString());
        Assert.Equal("2026-12-25T14:30:00Z", plan.Stages[3].At.ToString());
        Assert.Equal("2027-01-01T14:30:00Z", plan.Stages[^1].At.ToString());
    }

    /// <summary>Whatever the settings become between two stages, no stage is done twice, the month goes on, and it ends.</summary>
    [Fact]
    public void A_change_of_settings_in_mid_month_takes_effect_at_the_next_step_and_repeats_nothing()
    {
        Gen.Select(AnyMonth, AnySettings.Array[8]).Sample((month, settings) =>
        {
            var (state, done) = (CycleState.New, new List<string>());
            var now = month.OnDayOfMonth(1).AtMidnight().InUtc().ToInstant();
            foreach (var day in Enumerable.Range(0, 45))
            {
                now += Duration.FromDays(1);
                var plan = ContactPlan.Of(month, In("America/Edmonton") with { ContactCycle = settings[day * 8 / 45] });
                while (plan.Next(state, now) is var next and not (Next.WaitUntil or Next.Done))
                {
                    if (next is Next.Begin begin) done.Add(begin.Stage.Name);
                    state = next switch
                    {
                        Next.Begin begun => state.Begun(begun.Stage, 1) with { Since = state.Since ?? now },
                        Next.Run run => state.Reached(run.From + run.Count),
                        Next.Finish finish => state.After(finish.Stage),
                        Next.Skip skip => state.After(skip.Stage),
                        _ => throw new InvalidOperationException(),
                    };
                }
            }

            Assert.Distinct(done);
            Assert.Equal([ContactPlan.Open, ContactPlan.Close, ContactPlan.Report], done.Where(n => n is ContactPlan.Open or ContactPlan.Close or ContactPlan.Report));
        });
    }

    [Fact]
    public void Nobody_is_reminded_of_what_was_asked_of_them_too_late()
    {
        var plan = ContactPlan.Of(new YearMonth(2026, 12), In("America/Edmonton"));
        var opened = CycleState.New.Begun(plan.Stages[0], 1).After(plan.Stages[0]) with { Since = Instant.FromUtc(2026, 12, 28, 20, 0) };
        var (state, now) = (opened, Instant.FromUtc(2026, 12, 30, 20, 0));
        while (plan.Next(state, now) is Next.Skip skip) state = state.After(skip.Stage);
        Assert.Equal(ContactPlan.Specialist, state.Done);
        Assert.IsType<Next.WaitUntil>(plan.Next(state, now));
    }

    [Theory]
    [InlineData("opensOn", 0)]
    [InlineData("opensOn", 6)]
    [InlineData("teamLead", 29)]
    [InlineData("teamLead", 20)]
    [InlineData("specialistAfter", 0)]
    [InlineData("closesOn", 25)]
    [InlineData("closesOn", 32)]
    public void A_setting_that_no_month_can_keep_is_named(string setting, int value)
    {
        var settings = ContactCycleSettings.Default;
        settings = setting switch
        {
            "opensOn" => settings with { OpensOn = value },
            "teamLead" => settings with { TeamLead = value },
            "specialistAfter" => settings with { SpecialistAfter = value },
            _ => settings with { ClosesOn = value },
        };
        Assert.Empty(ContactCycleSettings.Default.Check());
        Assert.Contains(settings.Check(), d => d.Path == "contactCycle." + setting);
    }

    private static Community In(string zone) =>
        new("town", "Town", "Ville", DateTimeZoneProviders.Tzdb[zone], "specialist", HolidayCalendar.Alberta(), 600);
}
