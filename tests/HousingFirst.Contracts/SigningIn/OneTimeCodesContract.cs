using System.Globalization;
using System.Text;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.SigningIn;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.SigningIn;

/// <summary>What one-time codes promise on every implementation of the table port.</summary>
public abstract class OneTimeCodesContract : StoreContract
{
    [Fact]
    public async Task The_right_code_opens_once_and_goes_to_the_directorys_address_only()
    {
        var world = await WorldAsync();
        var code = await AskAsync(world);

        Assert.Equal("luc@bridge-outreach.example", Mail(world).To.Address);
        Assert.DoesNotContain(code, Mail(world).MailId, StringComparison.Ordinal);
        Assert.Equal(CodeEntering.Wrong, await world.Hub.Codes.EnterAsync("luc", Other(code), Stop));
        Assert.Equal(CodeEntering.Right, await world.Hub.Codes.EnterAsync("luc", $" {code[..3]} {code[3..]} ", Stop));
        Assert.Equal(CodeEntering.Over, await world.Hub.Codes.EnterAsync("luc", code, Stop));
    }

    [Fact]
    public async Task A_code_is_its_contacts_own()
    {
        var world = await WorldAsync();
        var (luc, amina) = (await AskAsync(world), await AskAsync(world, "bridge-outreach", "amina"));

        Assert.NotEqual(luc, amina);
        Assert.Equal(CodeEntering.Wrong, await world.Hub.Codes.EnterAsync("luc", amina, Stop));
        Assert.Equal(CodeEntering.Over, await world.Hub.Codes.EnterAsync("gurpreet", luc, Stop));
        Assert.Equal(CodeEntering.Right, await world.Hub.Codes.EnterAsync("amina", amina, Stop));
    }

    [Fact]
    public async Task A_code_works_for_ten_minutes_and_not_a_moment_longer()
    {
        var world = await WorldAsync();
        var code = await AskAsync(world);
        world.Clock.Advance(OneTimeCodes.CodeLife);
        Assert.Equal(CodeEntering.Over, await world.Hub.Codes.EnterAsync("luc", code, Stop));

        code = await AskAsync(world);
        world.Clock.Advance(OneTimeCodes.CodeLife - Duration.FromTicks(1));
        Assert.Equal(CodeEntering.Right, await world.Hub.Codes.EnterAsync("luc", code, Stop));
    }

    [Fact]
    public async Task A_new_code_ends_the_one_before()
    {
        var world = await WorldAsync();
        var (first, second) = (await AskAsync(world), await AskAsync(world));
        Assert.Equal(CodeEntering.Wrong, await world.Hub.Codes.EnterAsync("luc", first, Stop));
        Assert.Equal(CodeEntering.Right, await world.Hub.Codes.EnterAsync("luc", second, Stop));
    }

    [Fact]
    public async Task The_right_code_at_the_sixth_try_is_wrong()
    {
        var world = await WorldAsync();
        var code = await AskAsync(world);
        for (var tries = 0; tries < OneTimeCodes.MostTries; tries++)
            Assert.Equal(CodeEntering.Wrong, await world.Hub.Codes.EnterAsync("luc", Other(code), Stop));
        Assert.Equal(CodeEntering.Over, await world.Hub.Codes.EnterAsync("luc", code, Stop));
    }

    [Fact]
    public async Task Of_a_hundred_guesses_at_once_at_most_five_are_tried()
    {
        var world = await WorldAsync();
        var guessed = 0;
        for (var seed = 0; seed < Interleavings; seed++)
        {
            var hub = (await HubWorld.CreateAsync(
                Tables, load: false, clock: world.Clock, through: ports => ports with { Tables = new YieldingTables(ports.Tables, seed) })).Hub;
            world.Clock.Advance(Duration.FromHours(1));
            var code = int.Parse(await AskAsync(world), CultureInfo.InvariantCulture);
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
                await hub.Codes.EnterAsync("luc", ((code + n + 97) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture), Stop)));

            Assert.InRange(answers.Count(a => a is CodeEntering.Right or CodeEntering.Wrong), 1, OneTimeCodes.MostTries);
            Assert.InRange(answers.Count(a => a == CodeEntering.Right), 0, 1);
            guessed += answers.Count(a => a == CodeEntering.Right);
        }

        Assert.InRange(guessed, 0, Interleavings);
    }

    [Fact]
    public async Task In_no_hour_are_more_than_twenty_codes_sent_or_tried()
    {
        var world = await WorldAsync();
        for (var sent = 0; sent < OneTimeCodes.MostAnHour; sent++)
        {
            var code = await AskAsync(world);
            Assert.Equal(CodeEntering.Wrong, await world.Hub.Codes.EnterAsync("luc", Other(code), Stop));
            world.Clock.Advance(Duration.FromMinutes(2));
        }

        var luc = await world.ContactAsync("bridge-outreach", "luc");
        Assert.Equal(AskedMail.TooMany, await world.Hub.Codes.SendAsync(luc, Stop));
        Assert.Equal(CodeEntering.TooMany, await world.Hub.Codes.EnterAsync("luc", Code(world), Stop));
        world.Clock.Advance(Duration.FromMinutes(20) - Duration.FromSeconds(1));
        Assert.Equal(AskedMail.TooMany, await world.Hub.Codes.SendAsync(luc, Stop));
        world.Clock.Advance(Duration.FromSeconds(1));
        Assert.Equal(CodeEntering.Right, await world.Hub.Codes.EnterAsync("luc", await AskAsync(world), Stop));
        Assert.Equal(AskedMail.TooMany, await world.Hub.Codes.SendAsync(luc, Stop));
    }

    [Fact]
    public async Task Codes_asked_for_at_once_are_counted_each()
    {
        var world = await WorldAsync();
        var luc = await world.ContactAsync("bridge-outreach", "luc");
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ => await world.Hub.Codes.SendAsync(luc, Stop)));
        Assert.Equal(OneTimeCodes.MostAnHour, answers.Count(a => a == AskedMail.Sent));
        Assert.Equal(OneTimeCodes.MostAnHour, world.Mailer.To("luc").Count());
    }

    [Fact]
    public async Task What_is_stored_says_nothing_of_the_code()
    {
        var world = await WorldAsync();
        var code = await AskAsync(world);
        var row = await Tables.GetAsync(Table.Keys, "lethbridge|code", "luc", Stop);
        Assert.NotNull(row);
        Assert.All(row.Columns, column =>
        {
            Assert.NotEqual(long.Parse(code, CultureInfo.InvariantCulture), column.Value);
            if (column.Value is string text) Assert.DoesNotContain(code, text, StringComparison.Ordinal);
            if (column.Value is byte[] bytes) Assert.DoesNotContain(code, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_reader_cut_off_anywhere_asks_again_and_gets_in()
    {
        for (var effect = 1; effect <= 3; effect++)
        {
            foreach (var mishap in Enum.GetValues<Mishap>())
            {
                var point = new CrashPoint(effect, mishap);
                var before = await WorldAsync();
                before.Clock.Advance(Duration.FromHours(effect));
                var world = await HubWorld.CreateAsync(Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
                var contact = await world.ContactAsync("bridge-outreach", "luc");
                point.Armed = true;
                try
                {
                    if (await world.Hub.Codes.SendAsync(contact, Stop) == AskedMail.Sent) await world.Hub.Codes.EnterAsync("luc", Code(before), Stop);
                }
                catch (Exception fault) when (fault is DiedException or IOException)
                {
                    // The reader sees an error, and tries again below.
                }

                Assert.True(point.Happened, $"Effect {effect} was not reached.");
                var again = await before.RestartAsync();
                Assert.Equal(CodeEntering.Right, await again.Hub.Codes.EnterAsync("luc", await AskAsync(again), Stop));
            }
        }
    }

    [Fact]
    public async Task A_device_is_known_for_its_contact_and_epoch_for_thirty_days()
    {
        var world = await WorldAsync();
        LinkToken Link(string contact = "luc", int epoch = 0, LinkPurpose purpose = LinkPurpose.Team) =>
            new(MailLinks.NoNotice, contact, purpose, epoch, world.Clock.GetCurrentInstant() + MailLinks.Life);
        var codes = world.Hub.Codes;
        var device = codes.DeviceOf(Link());

        Assert.True(codes.Knows(device, Link()));
        Assert.True(codes.Knows(device, Link(purpose: LinkPurpose.Settings)));
        Assert.False(codes.Knows(device, Link("amina")));
        Assert.False(codes.Knows(device, Link(epoch: 1)));
        Assert.False(codes.Knows(null, Link()));
        Assert.False(codes.Knows(device[..^1], Link()));
        // No link of a mail is a device.
        Assert.All(
            Enum.GetValues<LinkPurpose>().Where(p => p != LinkPurpose.Device),
            purpose => Assert.False(codes.Knows(new LinkSigner(world.Keys).Sign(Link(purpose: purpose)), Link())));
        world.Clock.Advance(OneTimeCodes.DeviceLife - Duration.FromSeconds(1));
        Assert.True(codes.Knows(device, Link()));
        world.Clock.Advance(Duration.FromSeconds(1));
        Assert.False(codes.Knows(device, Link()));
    }

    [Fact]
    public async Task A_code_takes_two_requests_to_ask_and_two_to_try()
    {
        await WorldAsync();
        var tables = new CountingTables(Tables);
        var world = await HubWorld.CreateAsync(Tables, load: false, through: ports => ports with { Tables = tables });
        await world.Hub.Directory.NowAsync(Stop);
        tables.Reset();
        var code = await AskAsync(world);
        Assert.Equal(["get Keys luc", "batch Keys of 1"], tables.Requests);
        tables.Reset();
        await world.Hub.Codes.EnterAsync("luc", "not a code", Stop);
        Assert.Empty(tables.Requests);
        await world.Hub.Codes.EnterAsync("luc", code, Stop);
        Assert.Equal(["get Keys luc", "batch Keys of 1"], tables.Requests);
    }

    private static string Other(string code) => (code[0] == '9' ? '0' : '9') + code[1..];

    private static MailContent.Code Mail(HubWorld world, string contact = "luc") => world.Mailer.To(contact).OfType<MailContent.Code>().Last();

    private static string Code(HubWorld world, string contact = "luc") => Mail(world, contact).Digits;

    private static async Task<string> AskAsync(HubWorld world, string agency = "bridge-outreach", string contact = "luc")
    {
        Contact reader = await world.ContactAsync(agency, contact);
        Assert.Equal(AskedMail.Sent, await world.Hub.Codes.SendAsync(reader, Stop));
        return Code(world, contact);
    }

    private Task<HubWorld> WorldAsync() => HubWorld.CreateAsync(Tables);
}
