using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using Xunit;

namespace HousingFirst.Hub.Tests.Promises;

/// <summary>Promise 7: every U3 and U4 notice ends in a person. No delivery fails silently.</summary>
public sealed class Promise07Tests
{
    /// <summary>However the mails of an urgent notice fail, whoever wasn't reached is put before the specialist, by name.</summary>
    [Theory]
    [InlineData("refused")]
    [InlineData("never reached")]
    [InlineData("no address")]
    public async Task An_urgent_notice_that_reaches_nobody_ends_with_the_specialist(string how)
    {
        var mailer = new RecordingMailer
        {
            Answer = m => m is not MailContent.Notice { To.Contact: "luc" } ? MailOutcome.Sent
                : how == "refused" ? MailOutcome.Refused
                : throw new IOException("No route to the provider."),
        };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await world.WithoutWarningsAsync();
        if (how == "no address")
        {
            await world.ChangeContactAsync("bridge-outreach", "luc", c => c with { Stopped = new NodaTime.LocalDate(2026, 11, 30), Alternate = null });
        }

        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        await EndState.RunOutAsync(world);

        Assert.Contains(
            world.Mailer.Mails.OfType<MailContent.SpecialistTask>(),
            t => t is { To.Contact: "robin", Task: SpecialistTaskKind.AddressStopped, Contact: "Luc Fontaine" });
    }
}
