using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Terms;

/// <summary>An agency's own terms in its messages (rule 11): mapped, they are understood; unmapped, answered; and another agency's are nothing.</summary>
public sealed class OwnTermsTests
{
    [Theory]
    [InlineData("Out of hospital")]
    [InlineData("OUT-OF-HOSPITAL!")]
    public async Task A_mapped_term_is_understood_and_the_change_has_the_code(string written)
    {
        var world = await WithTermAsync();
        var message = world.Change("prairie-hospital", "PH-0018", written, "\"expectedOn\":\"2026-12-02\"");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));

        var change = await world.Hub.Clients.ChangeAsync(new ClientId("HF-7Q2K"), HubWorld.KeyOf(message), CancellationToken.None);
        Assert.Equal("away.hospital.out", change!.Code.Code);
        Assert.Equal(Urgency.U3, change.Urgency);
        Assert.Equal("away.hospital.out", (await world.CoverageAsync(message)).Code);
        Assert.DoesNotContain(world.Queues.Messages, m => System.Text.Encoding.UTF8.GetString(m.Body.Span).Contains("ospital!", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_rules_of_the_code_bind_a_mapped_term_too()
    {
        var world = await WithTermAsync("Notice to vacate", "housing.notice");
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "notice to vacate")));
        Assert.Equal("`data.deadline`: missing; write a date like `2026-12-01` (meaning 16:30) or an instant like `2026-12-01T12:00:00-06:00`, at most ten years ahead", refused.Description);
    }

    [Fact]
    public async Task An_unmapped_term_is_answered_with_the_nearest_code_and_the_way_to_map_it_and_never_repeated()
    {
        var world = await WithTermAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "Bedded down for the night")));
        Assert.Equal(
            "`data.change`: not a code; did you mean `away.shelter.in`? A term of your own is understood once it is mapped to a code: `hub terms map`",
            refused.Description);
        Assert.DoesNotContain("night", Assert.Single(world.Queues.BodiesOf("prairie-hospital")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Another_agencys_term_is_not_understood_and_not_told()
    {
        var world = await WithTermAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("bridge-outreach", "BO-204", "Out of hospital")));
        var unknown = Assert.IsType<Settlement.DeadLetter>(await (await HubWorld.CreateAsync()).ReceiveAsync(world.Change("bridge-outreach", "BO-204", "Out of hospital")));
        Assert.Equal(unknown, refused);
    }

    [Fact]
    public async Task A_repeat_is_a_repeat_after_the_term_has_come_to_mean_another_code()
    {
        var world = await WithTermAsync();
        var message = world.Change("prairie-hospital", "PH-0018", "out of hospital");
        await world.ReceiveAsync(message);
        var told = world.Mailer.Mails.Count;
        await MapAsync(world, "Out of hospital", "housing.moveIn");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));

        var change = await world.Hub.Clients.ChangeAsync(new ClientId("HF-7Q2K"), HubWorld.KeyOf(message), CancellationToken.None);
        Assert.Equal("away.hospital.out", change!.Code.Code);
        Assert.Equal(told, world.Mailer.Mails.Count);
    }

    [Fact]
    public async Task A_message_that_comes_again_is_a_repeat_after_its_term_was_taken_back_and_a_repeat_only_with_the_same_body()
    {
        var world = await WithTermAsync();
        var message = world.Change("prairie-hospital", "PH-0018", "out of hospital");
        await world.ReceiveAsync(message);
        await world.Hub.ChangeTerms.UnmapAsync("prairie-hospital", "Out of hospital", CancellationToken.None);
        var before = await EndState.OfAsync(world);

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        Assert.Equal(before, await EndState.OfAsync(world));
        var other = world.Signed("prairie-hospital", System.Text.Encoding.UTF8.GetString(message.Body.Span).Replace("PH-0018", "PH-0019", StringComparison.Ordinal), message.Queue);
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(other with { DeliveryCount = 2 }));
    }

    [Fact]
    public async Task A_term_taken_back_between_a_crash_and_the_next_delivery_costs_the_change_nothing()
    {
        var calm = CrashPoint.Never();
        var expected = await RunAsync(calm);
        Assert.IsType<Settlement.Complete>(expected.Settled);
        Assert.NotEmpty(calm.Effects);
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            foreach (var mishap in new[] { Mishap.DiesBefore, Mishap.DiesAfter })
            {
                var (settled, told) = await RunAsync(new CrashPoint(effect, mishap));
                if (effect == 1 && mishap == Mishap.DiesBefore) Assert.IsType<Settlement.DeadLetter>(settled); // Nothing had been accepted.
                else Assert.Equal(expected, (settled, told));
            }
        }

        static async Task<(Settlement Settled, string Told)> RunAsync(CrashPoint point)
        {
            var before = await WithTermAsync();
            var message = before.Change("prairie-hospital", "PH-0018", "out of hospital", "\"expectedOn\":\"2026-12-02\"");
            var world = await HubWorld.CreateAsync(before.Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
            point.Armed = true;
            try
            {
                await world.ReceiveAsync(message);
            }
            catch (DiedException)
            {
                // The message comes again.
            }

            point.Armed = false;
            var again = await before.RestartAsync();
            await again.Hub.ChangeTerms.UnmapAsync("prairie-hospital", "Out of hospital", CancellationToken.None);
            again.Clock.Advance(Duration.FromMinutes(1));
            var settled = await again.ReceiveAsync(message with { DeliveryCount = 2 });
            await EndState.RunOutAsync(again);
            return (settled, string.Join(", ", again.Mailer.Mails.Select(m => m.To.Contact).Distinct().Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task A_term_mapped_in_another_process_is_understood_within_a_minute()
    {
        var world = await WithTermAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "out of hospital"));
        await MapAsync(await world.RestartAsync(), "Back on the ward", "away.hospital.in");

        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "back on the ward")));
        world.Clock.Advance(Duration.FromMinutes(1));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "back on the ward")));
    }

    private static async Task<HubWorld> WithTermAsync(string term = "Out of hospital", string code = "away.hospital.out")
    {
        var world = await HubWorld.CreateAsync();
        await MapAsync(world, term, code);
        return world;
    }

    private static async Task MapAsync(HubWorld world, string term, string code) => await world.Hub.ChangeTerms.MapAsync(
        "prairie-hospital", [new AgencyTerm(term, code)], keepKnown: false, dryRun: false, CancellationToken.None);
}
