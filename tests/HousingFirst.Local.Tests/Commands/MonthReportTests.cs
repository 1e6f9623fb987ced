using System.Globalization;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub contacts report</c> and <c>hub simulate</c>, from outside.</summary>
public sealed class MonthReportTests
{
    [Fact]
    public async Task Contacts_recorded_by_the_program_and_by_the_partner_and_attempts_show_in_the_month_end()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("contacts", "record", "--as", "river-icm", "--with", "prairie-hospital", "--mode", "inPerson");
        await world.DoAsync("contacts", "record", "--as", "southside-housing", "--with", "river-icm", "--mode", "phone", "--topics", "spring leases");
        await world.DoAsync("contacts", "record", "--as", "coulee-act", "--with", "income-support", "--mode", "text", "--attempted");
        await world.DoAsync("contacts", "record", "--as", "bridge-outreach", "--with", "coordinated-access", "--reason", "partnerAway");

        // Whether the hub had opened its month before it was stopped or not: owed and made, or made and more.
        var report = await world.JsonAsync("contacts", "report", "--month", "2026-12");
        Assert.Equal("2026-12", report.GetProperty("month").GetString());
        Assert.Equal(2, new[] { "inPerson", "otherwise", "more" }.Sum(name => report.GetProperty("contacts").GetProperty(name).GetInt32()));
        var csv = await world.DoAsync("contacts", "report", "--month", "2026-12", "--csv");
        Assert.StartsWith("month,part,of,count", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.Split('\n').Where(l => l.StartsWith("2026-12,contacts,inPerson,", StringComparison.Ordinal)
            || l.StartsWith("2026-12,contacts,otherwise,", StringComparison.Ordinal) || l.StartsWith("2026-12,contacts,more,", StringComparison.Ordinal))
            .Sum(l => int.Parse(l.Split(',')[3], CultureInfo.InvariantCulture)));
        Assert.Contains("\nriver-icm,", await world.DoAsync("contacts", "report", "--month", "2026-12", "--programs", "--csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_prints_the_same_bytes_again_but_for_elapsed_times()
    {
        await using var world = await CommandWorld.StoppedAsync();
        string[] command = ["simulate", "--months", "1", "--seed", "3", "--programs", "3", "--partners", "3", "--json"];
        var (first, second) = (await world.DoAsync(command), await world.DoAsync(command));
        Assert.Equal(Timeless(first), Timeless(second));
        Assert.Contains("\"owed\": 9", first, StringComparison.Ordinal);

        static string Timeless(string json) => string.Join('\n', json.Split('\n').Where(l => !l.Contains("elapsedSeconds", StringComparison.Ordinal)));
    }
}
