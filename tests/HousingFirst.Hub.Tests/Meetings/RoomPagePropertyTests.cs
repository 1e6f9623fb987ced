using System.Net;
using CsCheck;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tests.Links;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>No agency sees through a page an item, a reference or a co-participant outside its room.</summary>
public sealed class RoomPagePropertyTests
{
    private static readonly string[] Pages = ["", "/cases", "/cases/item", "/item"];

    private static readonly (string Agency, string Reference)[] Bringers = [("river-icm", "HF-7Q2K"), ("prairie-hospital", "PH-0018"), ("bridge-outreach", "BO-204")];

    private static readonly string[] Facets = ["", ",\"facet\":\"housing\"", ",\"facet\":\"health\"", ",\"facet\":\"safety\"", ",\"facet\":\"money\""];

    private static readonly Gen<Case> AnyCase =
        from items in Gen.Select(Gen.Int[0, Bringers.Length - 1], Gen.Int[0, Facets.Length - 1]).Array[1, 5]
        from comes in Gen.Bool.Array[12]
        from revoked in Gen.Int[0, 2]
        select new Case(items, comes, revoked);

    [Fact]
    public async Task A_page_shows_its_readers_rooms_and_nothing_of_any_other() => await AnyCase.SampleAsync(
        async made =>
        {
            await using var site = await LinkWorld.StartAsync();
            var (world, stop) = (site.World, CancellationToken.None);
            await world.Hub.Meetings.Claim.RunAsync(await world.AtAsync(), stop);
            await world.AdvanceToAsync(1, 8, 31);
            var guests = (await world.Hub.Meetings.Store.ReadAsync(First, stop)).Guests;
            foreach (var (guest, i) in guests.Select((g, i) => (g, i)).Where(g => made.Comes[g.i % made.Comes.Length])) await world.AnswerAsync(guest.Agency, guest.Contact);
            foreach (var ((by, facet), i) in made.Items.Select((item, i) => (item, i)))
                await world.ReceiveAsync(world.CaseItem(Bringers[by].Agency, Bringers[by].Reference, $"zzwords{i}", "\"voice\":\"invited\"" + Facets[facet]));
            if (made.Revoked > 0) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", $"\"consent\":{{\"id\":\"K{made.Revoked}\"}}"));

            var at = await world.AtAsync();
            var meeting = MeetingCalendar.Find(First, at.Community)!;
            var items = (await world.Hub.Meetings.Store.ReadAsync(First, stop)).Items;
            var references = new List<(string Reference, string Agency, ClientId Client)>();
            foreach (var agency in at.Directory.Ids)
                references.AddRange((await world.Hub.References.AllAsync(agency, stop)).Select(r => (r.Reference.Value, agency, r.Client)));

            foreach (var contact in guests.Select(g => g.Contact).Distinct(StringComparer.Ordinal))
            {
                var own = guests.Where(g => g.Contact == contact).Select(g => g.Agency).ToArray();
                var path = world.Mailer.To(contact).OfType<MailContent.Meeting>().First().Link!.AbsolutePath;
                var held = await world.Hub.OpenLink.ReadAsync(path.Split('/')[^1], LinkPurpose.Meeting, stop);
                site.Cookie = "hf-device=" + world.Hub.Codes.DeviceOf(held!.Token);
                foreach (var page in Pages)
                {
                    var shown = await site.GetAsync(path + page);
                    Assert.Equal(HttpStatusCode.OK, shown.Status);
                    foreach (var item in items.Where(i => shown.Html.Contains(i.Text!.Value.Value, StringComparison.Ordinal)))
                    {
                        Assert.Equal("/cases", page);
                        var room = Room.Of(item, (await world.Hub.Clients.ReadAsync(item.Client!.Value, stop)).State, meeting.On, at);
                        Assert.Contains(own, agency => room.Of(agency, contact) is not null);
                    }

                    // Two agencies may write the same reference: it is the reader's own where one of theirs does.
                    foreach (var shownReference in references.GroupBy(r => r.Reference).Where(r => shown.Html.Contains(r.Key, StringComparison.Ordinal)))
                    {
                        Assert.StartsWith("/cases", page, StringComparison.Ordinal);
                        var seats = 0;
                        foreach (var of in shownReference.Where(r => own.Contains(r.Agency)))
                        {
                            var state = (await world.Hub.Clients.ReadAsync(of.Client, stop)).State;
                            if (Room.Of(Core.Glossary.PrivacyClass.A, Core.Glossary.Facet.None, state, meeting.On, at).Of(of.Agency, contact) is not null) seats++;
                        }

                        Assert.NotEqual(0, seats);
                    }
                }
            }
        },
        iter: 8,
        threads: 1);

    private sealed record Case((int By, int Facet)[] Items, bool[] Comes, int Revoked);
}
