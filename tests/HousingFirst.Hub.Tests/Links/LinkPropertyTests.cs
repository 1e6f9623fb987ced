using System.Buffers.Text;
using System.Net;
using CsCheck;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>A link that isn't wholly right opens nothing and does nothing, whatever is wrong with it.</summary>
public sealed class LinkPropertyTests
{
    private static readonly (LinkPurpose Purpose, string Page)[] Pages =
        [(LinkPurpose.Open, "n"), (LinkPurpose.Settings, "my"), (LinkPurpose.Unsubscribe, "stop")];

    [Fact]
    public async Task A_link_cut_changed_or_spliced_never_acts()
    {
        await using var pages = await LinkWorld.StartAsync();
        var links = Links(pages);
        await Gen.Select(Gen.Int[0, links.Length - 1], Gen.Int[0, links.Length - 1], Gen.Int[0, 3], Gen.Int[0, 1 << 20]).SampleAsync(
            async (one, other, how, place) =>
            {
                var ((page, token), stranger) = (links[one], links[other].Token);
                var changed = how switch
                {
                    0 => token[..(place % token.Length)],
                    1 => Flipped(token, place),
                    2 => token.Split('.')[0] + "." + stranger.Split('.')[1],
                    _ => token[..(place % token.Length)] + stranger[(place % stranger.Length)..],
                };
                if (links.All(l => l.Token != changed)) await NeverActsAsync(pages, page, changed);
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task A_link_of_another_purpose_key_epoch_or_contact_never_acts()
    {
        await using var pages = await LinkWorld.StartAsync();
        var notice = Payload(pages, Links(pages)[0].Token).Notice;
        string[] known = ["luc", "amina", "marieve", "nobody", "bridge-outreach"];
        var contacts = Gen.Int[0, known.Length - 1].Select(n => known[n]);
        await Gen.Select(Gen.Enum<LinkPurpose>(), Gen.Int[0, 2], contacts, Gen.Int[0, 3], Gen.Bool, Gen.Bool).SampleAsync(
            async (purpose, page, contact, epoch, foreign, about) =>
            {
                var key = foreign ? new LinkSigner(new OtherRing()) : new LinkSigner(pages.World.Keys);
                if (!foreign && purpose == Pages[page].Purpose && epoch == 0 && (contact is "luc" or "amina" or "marieve")) return;
                var token = key.Sign(new LinkToken(about ? notice : MailLinks.NoNotice, contact, purpose, epoch, HubWorld.Start + MailLinks.Life));
                await NeverActsAsync(pages, Pages[page].Page, token);
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task One_readers_link_answers_no_notice_of_another()
    {
        await using var pages = await LinkWorld.StartAsync();
        var notice = Payload(pages, Links(pages)[0].Token).Notice;
        var before = await pages.StateAsync();
        var token = new LinkSigner(pages.World.Keys).Sign(new LinkToken(notice, "marieve", LinkPurpose.Open, 0, HubWorld.Start + MailLinks.Life));
        Assert.Contains("Veuillez appeler", (await pages.PostAsync("/n/" + token, ("do", "received"))).Text, StringComparison.Ordinal);
        Assert.Equal(before, await pages.StateAsync());
    }

    [Fact]
    public async Task Links_live_through_one_rotation_of_keys_and_end_with_the_second()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        pages.World.Keys.Rotate();
        Assert.Equal(HttpStatusCode.OK, (await pages.PostAsync(path, ("do", "received"))).Status);
        await pages.PostAsync(path, ("do", "newLink"));
        var anew = pages.World.Mailer.To("luc").OfType<MailContent.NewLink>().Single().Link.AbsolutePath;
        pages.World.Keys.Rotate();
        await NeverActsAsync(pages, "n", path[3..]);
        Assert.Equal(HttpStatusCode.OK, (await pages.PostAsync(anew, ("do", "notForMe"))).Status);
    }

    [Fact]
    public async Task A_code_lives_through_a_rotation_of_keys()
    {
        var world = await HubWorld.CreateAsync();
        await world.Hub.Codes.SendAsync(await world.ContactAsync("bridge-outreach", "luc"), TestContext.Current.CancellationToken);
        world.Keys.Rotate();
        var code = world.Mailer.To("luc").OfType<MailContent.Code>().Single().Digits;
        Assert.Equal(SigningIn.CodeEntering.Right, await world.Hub.Codes.EnterAsync("luc", code, TestContext.Current.CancellationToken));
    }

    /// <summary>Every button of every page, and none does anything: not even a read of a client.</summary>
    private static async Task NeverActsAsync(LinkWorld pages, string page, string token)
    {
        pages.Tables.Reset();
        var (mails, surprises) = (pages.World.Mailer.Mails.Count, pages.Surprises.Reports.Count);
        (string Name, string Value)[][] forms =
        [
            [("do", "received")], [("do", "surprise")], [("do", "newLink")], [("do", "notMe")], [("do", "confirm"), ("address", "l***@bridge-outreach.example")],
            [("do", "save"), ("language", "en"), ("often", "daily"), ("at", "06:00")], [("List-Unsubscribe", "One-Click")],
        ];
        Assert.Equal(HttpStatusCode.NotFound, (await pages.GetAsync($"/{page}/{token}")).Status);
        foreach (var form in forms) Assert.Equal(HttpStatusCode.NotFound, (await pages.PostAsync($"/{page}/{token}", form)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.PostAsync($"/{page}/{token}?ask=address&code=send")).Status);
        Assert.Empty(pages.Tables.Requests);
        Assert.Equal((mails, surprises), (pages.World.Mailer.Mails.Count, pages.Surprises.Reports.Count));
    }

    private static (string Page, string Token)[] Links(LinkWorld pages) =>
        [.. ((Uri[])[pages.Mail.Link, pages.Mail.Footer!.Settings, pages.Mail.Footer.Unsubscribe])
            .Select(l => l.AbsolutePath.Split('/') is [_, var page, var token] ? (page, token) : throw new InvalidOperationException("No link."))];

    private static LinkToken Payload(LinkWorld pages, string token) =>
        Assert.IsType<LinkReading.Valid>(new LinkSigner(pages.World.Keys).Read(token, HubWorld.Start)).Token;

    private static string Flipped(string token, int place)
    {
        var parts = Array.ConvertAll(token.Split('.'), part => Base64Url.DecodeFromChars(part));
        var bits = 8 * (parts[0].Length + parts[1].Length);
        place %= bits;
        var (part, bit) = place < 8 * parts[0].Length ? (parts[0], place) : (parts[1], place - (8 * parts[0].Length));
        part[bit / 8] ^= (byte)(1 << (bit % 8));
        return Base64Url.EncodeToString(parts[0]) + "." + Base64Url.EncodeToString(parts[1]);
    }

    /// <summary>A key of another hub under the same id.</summary>
    private sealed class OtherRing : IKeyRing
    {
        public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => [new RingKey("1", new byte[32])];
    }
}
