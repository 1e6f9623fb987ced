using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed partial class CallsCommandTests
{
    [Fact]
    public async Task The_sender_of_a_U4_sees_whom_to_call_logs_it_and_coverage_shows_it()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("safety.crisis", "prairie-hospital");
        var id = CommandWorld.Json(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
        var key = (await world.JsonAsync("send", "--as", "prairie-hospital", file))[0].GetProperty("change").GetString()!;

        Assert.Equal(
            "river-icm.dana: Dana Kowalchuk, PRG, River ICM Team, +1 403 555 0101; stand-in Sam Osei, +1 403 555 0102  [not heard yet]",
            (await world.DoAsync("calls", id, "--as", "prairie-hospital")).Trim());
        Assert.Equal("Logged.", (await world.DoAsync("calls", id, "--as", "prairie-hospital", "--log", "river-icm.dana", "reached")).Trim());
        var call = Assert.Single((await world.JsonAsync("calls", key, "--as", "prairie-hospital")).EnumerateArray());
        Assert.True(call.GetProperty("heard").GetBoolean());
        Assert.Equal("reached", Assert.Single(call.GetProperty("calls").EnumerateArray()).GetProperty("result").GetString());
        Assert.Contains("called 2026-12-01 11:00 (reached)", await world.DoAsync("coverage", key), StringComparison.Ordinal);

        Assert.Contains("sent no change by that", await world.RefusedAsync("calls", key, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("Nobody of that name", await world.RefusedAsync("calls", key, "--as", "prairie-hospital", "--log", "bridge-outreach.luc", "reached"), StringComparison.Ordinal);
        Assert.Contains("messageLeft", await world.RefusedAsync("calls", key, "--as", "prairie-hospital", "--log", "river-icm.dana", "shouted"), StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("calls", key, "--as", "prairie-hospital", "--log", "river-icm.dana")).Code);
    }

    [Fact]
    public async Task A_call_is_logged_by_the_link_in_the_mail_and_the_person_reached_has_heard()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("safety.crisis", "prairie-hospital");
        var key = (await world.JsonAsync("send", "--as", "prairie-hospital", file))[0].GetProperty("change").GetString()!;
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{world.Port}") };
        var link = await LinkAsync(world);
        Assert.Contains("Dana Kowalchuk", await http.GetStringAsync(link, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("called", await world.DoAsync("coverage", key), StringComparison.Ordinal);

        using var pressed = await http.PostAsync(link, new FormUrlEncodedContent([new("result", "reached")]), TestContext.Current.CancellationToken);
        Assert.Contains("Personne jointe", await pressed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        world.Clock.Advance(Duration.FromHours(2));
        await world.StartAgainAsync();

        var coverage = await world.DoAsync("coverage", key);
        Assert.Contains("called 2026-12-01 11:00 (reached)", coverage, StringComparison.Ordinal);
        Assert.DoesNotContain("no answer", coverage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_asked_where_nobody_answers_is_seen_in_coverage_and_check_finds_all_well()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("housing.lost", "river-icm");
        var key = (await world.JsonAsync("send", "--as", "river-icm", file))[0].GetProperty("change").GetString()!;
        world.Clock.Advance(Duration.FromHours(4));
        await world.StartAgainAsync();
        var coverage = await world.DoAsync("coverage", key);
        for (var i = 0; i < 200 && !coverage.Contains("specialist 2026", StringComparison.Ordinal); i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
            coverage = await world.DoAsync("coverage", key);
        }

        Assert.Contains("luc: told U3 mail fr  [Sent; mail leaves 2026-12-01 11:00; sent 2026-12-01 11:00; no answer: asked amina 2026-12-01 15:00]", coverage, StringComparison.Ordinal);
        Assert.Contains("amina: no answer from Luc: told U3 mail fr  [Sent;", coverage, StringComparison.Ordinal);
        Assert.Contains("gurpreet: told U3 mail en  [Sent; mail leaves 2026-12-01 11:00; sent 2026-12-01 11:00; no answer: asked specialist 2026-12-01 15:00]", coverage, StringComparison.Ordinal);
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }

    private static async Task<string> LinkAsync(CommandWorld world)
    {
        for (var i = 0; i < 200; i++)
        {
            foreach (var mail in Directory.GetFiles(Path.Combine(world.Data, "mail"), "*.eml"))
            {
                var text = (await File.ReadAllTextAsync(mail, TestContext.Current.CancellationToken)).Replace("=\r\n", string.Empty, StringComparison.Ordinal);
                if (CallLink().Match(text) is { Success: true } found) return found.Value;
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("No mail has a link on which a call is logged.");
    }

    [GeneratedRegex("/call/[A-Za-z0-9_.-]+")]
    private static partial Regex CallLink();

    [Fact]
    public async Task Anything_less_urgent_has_nobody_to_call()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("housing.arrears", "southside-housing");
        var key = (await world.JsonAsync("send", "--as", "southside-housing", file))[0].GetProperty("change").GetString()!;

        Assert.Contains("only a change at U4", await world.DoAsync("calls", key, "--as", "southside-housing"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, (await world.JsonAsync("calls", key, "--as", "southside-housing")).ValueKind);
    }
}
