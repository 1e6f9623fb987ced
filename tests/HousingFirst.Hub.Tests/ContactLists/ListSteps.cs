using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Tests.Caseworkers;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactLists;

/// <summary>What people do with the contacts of the month again and again.</summary>
internal static class ListSteps
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens December.</summary>
    public static async Task OpenMonthAsync(this HubWorld world)
    {
        await world.WithoutWarningsAsync();
        await world.Hub.ClaimCycles.RunAsync(Stop);
        await world.AdvanceAsync(Duration.FromMinutes(1));
    }

    /// <summary>A site whose month is open.</summary>
    public static async Task<TeamSite> OpenSiteAsync()
    {
        var site = await TeamSite.StartAsync();
        await site.World.OpenMonthAsync();
        return site;
    }

    /// <summary>The address of a contact's list.</summary>
    public static async Task<string> MonthLinkAsync(this TeamSite site, string contact) => (await site.World.Hub.FindListReader.LinkAsync(contact, Stop))!.AbsolutePath;

    /// <summary>Who holds a new link of a contact.</summary>
    public static async Task<ListReader> ListReaderAsync(this HubWorld world, string contact) =>
        Assert.IsType<ListReading.Known>(await world.Hub.FindListReader.RunAsync((await world.Hub.FindListReader.LinkAsync(contact, Stop))!.Segments[^1], Stop)).Reader;

    /// <summary>What a program owes a partner, as recorded.</summary>
    public static async Task<Obligation> ObligationAsync(this HubWorld world, string program, string partner, YearMonth? month = null) =>
        (await world.MonthAsync(program, month)).Obligations.Single(o => o.Partner == partner);

    /// <summary>Taps "called - nothing new".</summary>
    public static Task<TeamSite.Page> TapAsync(this TeamSite site, string link, string own, string with) =>
        site.PostAsync(link, ("own", own), ("with", with), ("do", "called"));

    /// <summary>Opens the form, fills it in, sends it.</summary>
    public static async Task<TeamSite.Page> RecordAsync(this TeamSite site, string path, params (string Name, string Value)[] fields) =>
        await site.PostAsync(path, [.. (await site.GetAsync(path)).Hidden, .. fields, ("do", "record")]);
}
