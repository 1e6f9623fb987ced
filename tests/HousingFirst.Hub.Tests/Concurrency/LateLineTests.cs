using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Concurrency;

/// <summary>What comes while something is being done is not taken off with it.</summary>
public sealed class LateLineTests
{
    [Fact]
    public async Task Lines_put_into_a_slot_while_its_digest_runs_leave_with_the_next_day_and_not_as_a_second_mail()
    {
        var mailer = new RecordingMailer();
        var world = await HubWorld.CreateAsync(mailer: mailer);
        var late = world.Change("river-icm", "HF-7Q2K", "income.reviewDue", "\"deadline\":\"2027-01-15\"");
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        var put = false;
        mailer.Answer = mail =>
        {
            if (!put && mail.To.Contact == "gurpreet")
            {
                put = true;
                var now = world.Clock.GetCurrentInstant();

                // Accepted before the slot, handed over after it began.
                world.Clock.Reset(now.Minus(Duration.FromMinutes(20)));
                Assert.IsType<Settlement.Complete>(world.ReceiveAsync(late).AsTask().GetAwaiter().GetResult());
                world.Clock.Reset(now);
            }

            return MailOutcome.Sent;
        };
        await world.AdvanceToAsync(1, 7, 40);
        Assert.True(put);
        mailer.Answer = null;
        await EndState.RunOutAsync(world);

        var digests = world.Mailer.To("gurpreet").OfType<MailContent.Digest>().ToArray();
        Assert.Equal([(new LocalDate(2026, 12, 2), 1), (new LocalDate(2026, 12, 3), 1)], digests.Select(d => (d.Day, d.Lines.Count)));
        Assert.Equal("Sent", (await world.CoverageAsync(late)).Lines.Single(l => l.Who == "gurpreet").State);
    }
}
