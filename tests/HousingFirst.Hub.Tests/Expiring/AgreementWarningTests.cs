using HousingFirst.Contracts.World;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Expiring;

/// <summary>The specialist hears 60, 30 and 7 days ahead which agreements end: one mail a day on which any does.</summary>
public sealed class AgreementWarningTests
{
    [Fact]
    public async Task One_mail_names_every_agreement_that_ends_on_a_day()
    {
        var world = await HubWorld.CreateAsync();
        foreach (var (month, day) in new[] { (1, 30), (3, 1), (3, 24) }) await AtAsync(world, new LocalDate(2027, month, day));
        var mails = Mails(world);
        Assert.Equal(["agreements.2027-03-31.60", "agreements.2027-03-31.30", "agreements.2027-03-31.7"], mails.Select(m => m.MailId));
        Assert.All(mails, m => Assert.Equal("robin", m.To.Contact));
        Assert.Contains("Prairie Hospital Social Work", mails[0].Organisations);
        Assert.True(mails[0].Organisations.Count > 1);
        Assert.Equal(new LocalDate(2027, 3, 31), mails[0].LastDay);
    }

    [Fact]
    public async Task A_renewed_agreement_is_warned_of_before_its_new_end_only()
    {
        var world = await HubWorld.CreateAsync();
        foreach (var id in (await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken)).Directory.Ids)
            await world.Hub.Directory.ChangeAsync(id, o => o with { Agreement = o.Agreement! with { Ends = new LocalDate(2028, 3, 31) } }, TestContext.Current.CancellationToken);
        await AtAsync(world, new LocalDate(2027, 3, 24));
        Assert.Empty(Mails(world));
        await AtAsync(world, new LocalDate(2028, 3, 24));
        Assert.Equal(["agreements.2028-03-31.7"], Mails(world).Select(m => m.MailId));
    }

    private static MailContent.AgreementsEnd[] Mails(HubWorld world) => [.. world.Mailer.Mails.OfType<MailContent.AgreementsEnd>()];

    private static async Task AtAsync(HubWorld world, LocalDate day)
    {
        world.Clock.Reset(day.At(new LocalTime(9, 0)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
    }
}
