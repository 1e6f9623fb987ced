using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>The page of a notice: promise 9, and an answer with one tap.</summary>
public sealed class NoticePageTests
{
    [Fact]
    public async Task Opening_the_page_changes_nothing_and_says_whom_to_call_before_any_button()
    {
        await using var pages = await LinkWorld.StartAsync();
        var before = await pages.StateAsync();
        var page = await pages.GetAsync(pages.Mail.Link.AbsolutePath);
        await pages.SendAsync(HttpMethod.Head, pages.Mail.Link.AbsolutePath, null);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.InRange(page.Html.IndexOf("href=\"tel:", StringComparison.Ordinal), 0, page.Html.IndexOf("<button", StringComparison.Ordinal));
        Assert.Equal(before, await pages.StateAsync());
        Assert.DoesNotContain(pages.Tables.Requests, r => r.StartsWith("batch", StringComparison.Ordinal));
        Assert.Null(page.SetCookie);
    }

    [Theory]
    [InlineData("received", "Le programme voit que c’est noté")]
    [InlineData("canHelp", "vous appellera")]
    [InlineData("notForMe", "ce n’est pas pour vous")]
    public async Task One_tap_answers_and_the_page_says_whom_to_call(string answer, string says)
    {
        await using var pages = await LinkWorld.StartAsync();
        var page = await pages.PostAsync(pages.Mail.Link.AbsolutePath, ("do", answer));

        Assert.Equal((HttpStatusCode.OK, null, null), (page.Status, page.SetCookie, page.Location));
        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.Contains("Dana Kowalchuk", page.Text, StringComparison.Ordinal);
        Assert.Equal(("Acknowledged", answer), await pages.LucAsync());

        var once = await pages.StateAsync();
        Assert.Equal(page.Html, (await pages.PostAsync(pages.Mail.Link.AbsolutePath, ("do", answer))).Html);
        Assert.Equal(once, await pages.StateAsync());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("answer")]
    [InlineData("expiry")]
    [InlineData("withdrawal")]
    [InlineData("death")]
    public async Task The_page_is_byte_for_byte_the_same_after(string what)
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        var before = (await pages.GetAsync(path)).Html;
        switch (what)
        {
            case "answer":
                await pages.PostAsync(path, ("do", "notForMe"));
                break;
            case "expiry":
                await pages.World.AdvanceAsync(MailLinks.Life + Duration.FromDays(1));
                break;
            case "withdrawal":
                await pages.World.ReceiveAsync(pages.World.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}"));
                break;
            case "death":
                await pages.World.ReceiveAsync(pages.World.Change("river-icm", "HF-7Q2K", "person.deceased"));
                break;
        }

        Assert.Equal(before, (await pages.GetAsync(path)).Html);
    }

    [Fact]
    public async Task Caught_off_guard_gets_the_same_answer_whatever_has_happened()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        var first = await pages.PostAsync(path, ("do", "surprise"));
        await pages.World.ReceiveAsync(pages.World.Change("river-icm", "HF-7Q2K", "person.deceased"));

        Assert.Contains("Merci. Le programme de la cliente ou du client vous appellera.", first.Text, StringComparison.Ordinal);
        Assert.Equal(first, await pages.PostAsync(path, ("do", "surprise")));
        Assert.Equal(2, pages.Surprises.Reports.Count(r => r.StartsWith("luc ", StringComparison.Ordinal)));
        Assert.Equal(("Sent", null), await pages.LucAsync());
    }

    [Fact]
    public async Task An_old_link_does_nothing_but_bring_a_new_one_to_the_address_in_the_directory()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        await pages.World.AdvanceAsync(MailLinks.Life);
        var before = await pages.StateAsync();
        foreach (var answer in (string[])["received", "canHelp", "notForMe", "surprise", "nonsense"])
        {
            var page = await pages.PostAsync(path, ("do", answer));
            Assert.Contains("Ce lien est ancien", page.Text, StringComparison.Ordinal);
            Assert.Contains("value=\"newLink\"", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(before, await pages.StateAsync());
        Assert.Empty(pages.Surprises.Reports);

        Assert.Contains("en route", (await pages.PostAsync(path, ("do", "newLink"))).Text, StringComparison.Ordinal);
        var mail = Assert.Single(pages.World.Mailer.To("luc").OfType<MailContent.NewLink>());
        Assert.Equal(("luc@bridge-outreach.example", "Dana Kowalchuk"), (mail.To.Address, mail.Call.Worker));
        Assert.NotEqual(path, mail.Link.AbsolutePath);
        await pages.PostAsync(mail.Link.AbsolutePath, ("do", "canHelp"));
        Assert.Equal(("Acknowledged", "canHelp"), await pages.LucAsync());
    }

    [Fact]
    public async Task New_links_are_sent_twenty_times_in_an_hour_and_no_more()
    {
        await using var pages = await LinkWorld.StartAsync();
        for (var asked = 0; asked < 25; asked++) await pages.PostAsync(pages.Mail.Link.AbsolutePath, ("do", "newLink"));
        Assert.Equal(20, pages.World.Mailer.To("luc").OfType<MailContent.NewLink>().Count());
        Assert.Contains("trop souvent", (await pages.PostAsync(pages.Mail.Link.AbsolutePath, ("do", "newLink"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_so()
    {
        await using var pages = await LinkWorld.StartAsync();
        pages.World.Mailer.Answer = _ => throw new IOException("No route.");
        Assert.Contains("en ce moment", (await pages.PostAsync(pages.Mail.Link.AbsolutePath, ("do", "newLink"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_none_of_the_pages_changes_nothing()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        var before = await pages.StateAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PostAsync(path)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PostAsync(path, ("do", "Received"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.SendAsync(HttpMethod.Post, path, new StringContent("do=received"))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await pages.PostAsync(path, ("do", "received"), ("x", new string('x', 5000)))).Status);
        using var unsaid = new Chunked("do=received&x=" + new string('x', 20_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await pages.SendAsync(HttpMethod.Post, path, unsaid)).Status);
        foreach (var verb in (string[])["PUT", "DELETE", "PATCH", "OPTIONS"])
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await pages.SendAsync(new HttpMethod(verb), path, null)).Status);
        Assert.Equal(before, await pages.StateAsync());
    }

    [Fact]
    public async Task What_a_page_asks_of_storage()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Link.AbsolutePath;
        async Task<int> CostAsync(Func<Task> does)
        {
            pages.Tables.Reset();
            await does();
            return pages.Tables.Requests.Count;
        }

        Assert.Equal(
            (4, 12, 7, 4, 6),
            (await CostAsync(() => pages.GetAsync(path)),
                await CostAsync(() => pages.PostAsync(path, ("do", "canHelp"))),
                await CostAsync(() => pages.PostAsync(path, ("do", "received"))),
                await CostAsync(() => pages.PostAsync(path, ("do", "surprise"))),
                await CostAsync(() => pages.PostAsync(path, ("do", "newLink")))));
        Assert.Equal(
            (0, 0, 0),
            (await CostAsync(() => pages.GetAsync(pages.Mail.Footer!.Settings.AbsolutePath)),
                await CostAsync(() => pages.GetAsync(pages.Mail.Footer!.Unsubscribe.AbsolutePath)),
                await CostAsync(() => pages.GetAsync("/n/forged"))));
    }

    /// <summary>A form whose length isn't said before.</summary>
    private sealed class Chunked : HttpContent
    {
        private readonly byte[] body;

        public Chunked(string form)
        {
            body = Encoding.ASCII.GetBytes(form);
            Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
