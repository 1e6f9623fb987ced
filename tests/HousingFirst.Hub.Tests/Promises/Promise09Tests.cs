using HousingFirst.Contracts.World;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Promises;

/// <summary>
/// Promise 9: links in mail act only by POST; they expire, and an expired one offers a new one. A link's page looks the same after expiry,
/// withdrawal and death.
/// </summary>
public sealed class Promise09Tests
{
    [Fact]
    public async Task A_mail_scanner_that_opens_every_link_changes_nothing_and_each_page_stays_the_same()
    {
        var tables = new CountingTables(new MemoryTables());
        var world = await HubWorld.CreateAsync(through: ports => ports with { Tables = tables });
        var change = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(change);
        var mail = Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("luc")));
        var links = Privacy.Canaries.Links(await MailRenderer.RenderAsync(mail)).ToArray();
        Assert.True(links.Length >= 6);

        tables.Reset();
        var first = await OpenAllAsync(world, links);
        Assert.Equal(first, await OpenAllAsync(world, links));
        Assert.DoesNotContain(tables.Requests, r => r.StartsWith("batch", StringComparison.Ordinal));
        Assert.DoesNotContain((await world.CoverageAsync(change)).Lines, l => l.Outcome.Contains("answer", StringComparison.OrdinalIgnoreCase));

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.deceased"));
        Assert.Equal(first, await OpenAllAsync(world, links));
        await world.AdvanceAsync(Duration.FromDays(31));
        Assert.Equal(first, await OpenAllAsync(world, links));
    }

    private static async Task<IReadOnlyList<LinkPage?>> OpenAllAsync(HubWorld world, Uri[] links)
    {
        var pages = new List<LinkPage?>();
        foreach (var link in links) pages.Add(await world.Hub.OpenLink.OpenAsync(link.AbsolutePath.Split('/')[^1], CancellationToken.None));
        return pages;
    }
}
