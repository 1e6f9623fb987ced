using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>Promise 9: a link's page says whom to call, and looks the same after expiry, withdrawal and death.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("nothing")]
    [InlineData("expiry")]
    [InlineData("withdrawal")]
    [InlineData("death")]
    [InlineData("forgotten body")]
    public async Task A_mails_link_opens_the_same_page_after(string what)
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        var token = TokenOf(Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("luc"))));
        var expected = new LinkPage(new Caller("Équipe GIC Rivière", "Dana Kowalchuk", (await world.ContactAsync("river-icm", "dana")).Phone), Language.French);
        Assert.Equal(expected, await world.Hub.OpenLink.OpenAsync(token, CancellationToken.None));

        switch (what)
        {
            case "expiry":
                await world.AdvanceAsync(Duration.FromDays(31));
                break;
            case "withdrawal":
                await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}"));
                break;
            case "death":
                await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.deceased"));
                break;
            case "forgotten body":
                await world.AdvanceAsync(Duration.FromDays(95));
                break;
        }

        Assert.Equal(expected, await world.Hub.OpenLink.OpenAsync(token, CancellationToken.None));
    }

    [Fact]
    public async Task The_programs_own_page_names_the_sender_only_where_the_class_allows_it()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));
        await world.AdvanceAsync(Duration.FromHours(1));
        var page = await world.Hub.OpenLink.OpenAsync(
            TokenOf(Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("dana")))), CancellationToken.None);
        Assert.Equal((null, null), (page!.Call.Organisation, page.Call.Worker));
    }

    [Fact]
    public async Task A_changed_link_opens_nothing()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        var token = TokenOf(Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("luc"))));
        Assert.Null(await world.Hub.OpenLink.OpenAsync(token[..20] + (token[20] == 'A' ? "B" : "A") + token[21..], CancellationToken.None));
    }

    private static string TokenOf(MailContent.Notice mail) => mail.Link.AbsolutePath["/n/".Length..];
}
