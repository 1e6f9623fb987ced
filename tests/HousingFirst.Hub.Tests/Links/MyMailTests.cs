using System.Net;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>A reader's own mail: address, language, how often, "not me".</summary>
public sealed class MyMailTests
{
    [Fact]
    public async Task The_page_names_nobody_and_masks_the_address()
    {
        await using var pages = await LinkWorld.StartAsync();
        var before = await pages.StateAsync();
        var page = await pages.GetAsync(My(pages));
        Assert.Contains("l***@bridge-outreach.example", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Luc", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("value=\"07:30\" selected", page.Html, StringComparison.Ordinal);
        await pages.GetAsync(My(pages) + "?ask=notMe");
        await pages.GetAsync(My(pages) + "?ask=address");
        Assert.Equal(before, await pages.StateAsync());
    }

    [Fact]
    public async Task Confirming_is_logged_as_the_contacts_own_word_in_every_organisation()
    {
        await using var pages = await LinkWorld.StartAsync();
        var amina = await pages.World.ContactAsync("bridge-outreach", "amina");
        var path = new MailLinks(new LinkSigner(pages.World.Keys), pages.World.Options, pages.World.Hub.Directory)
            .Footer(amina, false, HubWorld.Start).Settings.AbsolutePath;
        var page = await pages.PostAsync(path, ("do", "confirm"), ("address", "a***@bridge-outreach.example"));

        Assert.Contains("l’adresse est confirmée", page.Text, StringComparison.Ordinal);
        foreach (var agency in (string[])["bridge-outreach", "coordinated-access"])
        {
            amina = await pages.World.ContactAsync(agency, "amina");
            Assert.Equal((new LocalDate(2026, 12, 1), "the contact"), (amina.Confirmed, amina.ConfirmedBy));
            var edit = Assert.Single(await pages.World.Hub.DirectoryLog.ReadAsync(agency, TestContext.Current.CancellationToken));
            Assert.Equal(("the contact, by link", "contact.confirm", $"{agency} amina"), (edit.By, edit.Action, edit.About));
        }

        var once = await pages.StateAsync();
        await pages.PostAsync(path, ("do", "confirm"), ("address", "a***@bridge-outreach.example"));
        Assert.Equal(once, await pages.StateAsync());
    }

    [Fact]
    public async Task An_address_that_changed_meanwhile_is_not_confirmed()
    {
        await using var pages = await LinkWorld.StartAsync();
        await pages.World.ChangeContactAsync("bridge-outreach", "luc", c => c with { Address = "outreach@bridge-outreach.example" });
        var page = await pages.PostAsync(My(pages), ("do", "confirm"), ("address", "l***@bridge-outreach.example"));
        Assert.Contains("a changé entre-temps", page.Text, StringComparison.Ordinal);
        Assert.Equal(new LocalDate(2026, 11, 5), (await LucAsync(pages)).Confirmed);
    }

    [Theory]
    [InlineData("en", "daily", "06:00", "daily 06:00")]
    [InlineData("fr", "weekly Thursday", "16:30", "weekly Thursday 16:30")]
    public async Task Language_and_how_often_are_the_readers_to_choose(string language, string often, string at, string slot)
    {
        await using var pages = await LinkWorld.StartAsync();
        var page = await pages.PostAsync(My(pages), ("do", "save"), ("language", language), ("often", often), ("at", at));
        var luc = await LucAsync(pages);
        Assert.Equal((language == "fr" ? Language.French : Language.English, slot), (luc.Language, luc.Slot.ToString()));
        Assert.Contains(language == "fr" ? "C’est enregistré" : "Saved.", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de", "daily", "06:00")]
    [InlineData("en", "hourly", "06:00")]
    [InlineData("en", "weekly Caturday", "06:00")]
    [InlineData("en", "daily", "26:00")]
    [InlineData("en", "", "")]
    public async Task What_is_no_choice_changes_nothing(string language, string often, string at)
    {
        await using var pages = await LinkWorld.StartAsync();
        var before = await pages.StateAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PostAsync(My(pages), ("do", "save"), ("language", language), ("often", often), ("at", at))).Status);
        Assert.Equal(before, await pages.StateAsync());
    }

    [Fact]
    public async Task Not_me_stops_the_address_and_ends_every_older_link_and_device()
    {
        await using var pages = await LinkWorld.StartAsync();
        var (notice, footer) = (pages.Mail.Link, pages.Mail.Footer!);
        var token = (await pages.World.Hub.OpenLink.ReadAsync(My(pages)[4..], LinkPurpose.Settings, TestContext.Current.CancellationToken))!.Token;
        var device = pages.World.Hub.Codes.DeviceOf(token);
        var page = await pages.PostAsync(My(pages), ("do", "notMe"));

        Assert.Contains("ses liens ont pris fin", page.Text, StringComparison.Ordinal);
        var luc = await LucAsync(pages);
        Assert.Equal((new LocalDate(2026, 12, 1), 1), (luc.Stopped, luc.LinkEpoch));
        foreach (var link in (Uri[])[notice, footer.Settings, footer.Unsubscribe])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await pages.GetAsync(link.AbsolutePath)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await pages.PostAsync(link.AbsolutePath, ("do", "newLink"))).Status);
        }

        // The right address: its links are new, and the old device is a stranger to them.
        await pages.World.ChangeContactAsync("bridge-outreach", "luc", c => c with { Address = "l.fontaine@bridge-outreach.example", Stopped = null });
        await pages.World.ReceiveAsync(pages.World.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-16\""));
        var anew = pages.World.Mailer.To("luc").OfType<MailContent.Notice>().Last();
        Assert.Equal("l.fontaine@bridge-outreach.example", anew.To.Address);
        Assert.Equal(HttpStatusCode.OK, (await pages.GetAsync(anew.Link.AbsolutePath)).Status);
        pages.Cookie = "hf-device=" + device;
        Assert.DoesNotContain("l.fontaine@", (await pages.GetAsync(anew.Footer!.Settings.AbsolutePath)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_me_cut_off_anywhere_can_be_said_again_or_has_ended_every_link()
    {
        var calm = CrashPoint.Never();
        var expected = await NotMeAsync(calm);
        Assert.NotEmpty(calm.Effects);
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            foreach (var mishap in (Mishap[])[Mishap.DiesBefore, Mishap.DiesAfter])
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await NotMeAsync(point);
                Assert.True(point.Happened);
                Assert.True(expected == actual, $"{mishap} effect {effect} of {calm.Effects.Count}: {actual}");
            }
        }
    }

    [Fact]
    public async Task Who_joins_another_organisation_brings_no_dead_link_back()
    {
        await using var pages = await LinkWorld.StartAsync();
        await pages.PostAsync(My(pages), ("do", "notMe"));
        var luc = await LucAsync(pages);
        var stop = TestContext.Current.CancellationToken;
        await pages.World.Hub.EditOrganisation.RunAsync(
            "income-support", new("contact.add", "Robin", "luc"), o => o with { Contacts = [.. o.Contacts, luc with { LinkEpoch = 0, Stopped = null, Alternate = null }] }, null, stop);
        await pages.World.Hub.EditOrganisation.RunAsync(
            "bridge-outreach", new("contact.remove", "Robin", "luc"), o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "luc")] }, null, stop);
        Assert.Equal(1, (await pages.World.ContactAsync("income-support", "luc")).LinkEpoch);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.GetAsync(My(pages))).Status);
    }

    private static string My(LinkWorld pages) => pages.Mail.Footer!.Settings.AbsolutePath;

    private static Task<Contact> LucAsync(LinkWorld pages) => pages.World.ContactAsync("bridge-outreach", "luc");

    /// <summary>Amina, of two organisations, says it; where that is cut off she says it again, as far as her link still opens.</summary>
    private static async Task<string> NotMeAsync(CrashPoint point)
    {
        var stop = TestContext.Current.CancellationToken;
        var before = await HubWorld.CreateAsync();
        var token = new LinkSigner(before.Keys).Sign(new LinkToken(MailLinks.NoNotice, "amina", LinkPurpose.Settings, 0, HubWorld.Start + MailLinks.Life));
        var world = await HubWorld.CreateAsync(before.Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
        var held = (await world.Hub.OpenLink.ReadAsync(token, LinkPurpose.Settings, stop))!;
        point.Armed = true;
        try
        {
            await world.Hub.EditOwnEntry.NotMeAsync(held, stop);
        }
        catch (DiedException)
        {
            // She sees an error.
        }

        var again = await before.RestartAsync();
        if (await again.Hub.OpenLink.ReadAsync(token, LinkPurpose.Settings, stop) is { } still) await again.Hub.EditOwnEntry.NotMeAsync(still, stop);
        again = await before.RestartAsync();
        await again.AdvanceAsync(Duration.FromMinutes(10));
        var (bridge, access) = (await again.ContactAsync("bridge-outreach", "amina"), await again.ContactAsync("coordinated-access", "amina"));
        var link = new MailLinks(new LinkSigner(again.Keys), again.Options, again.Hub.Directory).Footer(access, false, again.Clock.GetCurrentInstant()).Settings;
        return $"stopped {bridge.Stopped is not null} {access.Stopped is not null}, old link opens {await Opens(again, token)}, new one {await Opens(again, link.AbsolutePath[4..])}";
    }

    private static async Task<bool> Opens(HubWorld world, string token) =>
        await world.Hub.OpenLink.ReadAsync(token, LinkPurpose.Settings, TestContext.Current.CancellationToken) is not null;
}
