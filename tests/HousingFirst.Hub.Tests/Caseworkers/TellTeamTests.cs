using CsCheck;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Coverages;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Caseworkers.TellSteps;

namespace HousingFirst.Hub.Tests.Caseworkers;

/// <summary>Tell the team: who is seen before sending is who is told, once, and nobody sees another program's client.</summary>
public sealed class TellTeamTests
{
    private static readonly (string Contact, string Client)[] Own =
        [("dana", "river-icm/HF-7Q2K"), ("priya", "coulee-act/HF-3MXB"), ("dana", "river-icm/HF-9ZTD"), ("sam", "river-icm/HF-7Q2K")];

    private static readonly Gen<TellForm> Forms =
        from code in One([.. OfferedCodes.All])
        from own in One(Own)
        from days in Gen.Int[0, 40]
        from ahead in Gen.Int[0, 20]
        from time in One<string?>(null, "", "09:30")
        from consent in One("K1/prairie-hospital", "K2/marieve", "K4/income-support", "K13/bridge-outreach")
        from member in One("bridge-outreach/luc", "prairie-hospital/marieve", "river-icm/dana", "bridge-outreach/amina")
        from party in One("bridge-outreach", "prairie-hospital", "southside-housing")
        select new TellForm
        {
            Id = "any",
            Client = own.Client,
            Code = code.Code,
            OccurredOn = Day(-days),
            Deadline = Day(ahead),
            DeadlineTime = time,
            ExpectedOn = Day(ahead),
            OtherParty = party,
            Note = "what happened",
            Consent = consent,
            Recipient = party,
            Allows = ["B"],
            From = Day(0),
            To = Day(300),
            Method = "written",
            Version = "2026-1",
            Member = member,
            Role = "OUT",
            TheirRef = "NEW-1234",
        };

    [Fact]
    public void Who_is_seen_before_sending_is_who_is_told()
    {
        var (sent, ticked) = (0, 0);
        Gen.Select(Forms, Gen.Int[0, 255]).Sample(
            (form, ticks) =>
            {
                var contact = Own.First(o => o.Client == form.Client).Contact;
                var world = HubWorld.CreateAsync().GetAwaiter().GetResult();
                if (world.PreviewAsync(form, contact).GetAwaiter().GetResult() is not TellOutcome.Shown shown) return;
                var boxes = shown.View.MayAlsoTell.Where(TellTeam.MayTell).Where((_, i) => (ticks >> i & 1) == 1).ToArray();
                var filled = form with { Seen = shown.Seen, AlsoTell = [.. boxes.Select(b => b.Who)] };
                var key = Assert.IsType<TellOutcome.Sent>(world.SendAsync(filled, contact).GetAwaiter().GetResult()).Change;
                world.TakeAsync().GetAwaiter().GetResult();

                // A program that takes its leave sees the change as any other sender does.
                var after = world.Hub.ReadCoverage.RunAsync(key, null, default).AsTask().GetAwaiter().GetResult();
                var whole = Assert.IsType<CoverageView.Whole>(after);
                Assert.Equal(Told(shown.View.Lines.Concat(boxes)), Told(whole.Lines));
                Assert.Equal(
                    shown.View.Lines.Where(l => !TellTeam.MayTell(l)).Select(l => (l.Who, l.Agency, l.Outcome)),
                    whole.Lines.Where(l => shown.View.Lines.Any(s => s.Who == l.Who && !TellTeam.MayTell(s))).Select(l => (l.Who, l.Agency, l.Outcome)));
                Interlocked.Increment(ref sent);
                if (boxes.Length > 0) Interlocked.Increment(ref ticked);
            },
            iter: 220);
        Assert.True(sent > 60 && ticked > 20, $"{sent} sent, {ticked} with somebody added");
    }

    [Fact]
    public async Task The_boxes_are_exactly_those_on_the_team_whom_the_rules_let_through()
    {
        var world = await HubWorld.CreateAsync();
        var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(Form("housing.arrears")));
        Assert.Equal([], shown.View.MayAlsoTell.Where(TellTeam.MayTell).Select(l => l.Who));
        var arrears = shown.View.MayAlsoTell.Single(l => l.Who == "morgan");
        Assert.Equal("role-never", arrears.Reason);

        // Whom the rules keep out can't be ticked in by hand.
        var forced = Form("housing.arrears") with { Seen = shown.Seen, AlsoTell = ["morgan"] };
        Assert.True(Assert.IsType<TellOutcome.Shown>(await world.SendAsync(forced)).HasMoved);
        Assert.Empty(world.Queued());

        var open = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(Form("person.documents")));
        Assert.Equal(["luc", "morgan", "robin"], open.View.MayAlsoTell.Where(TellTeam.MayTell).Select(l => l.Who).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_double_click_and_a_reload_tell_once_and_a_changed_form_tells_what_it_says_now()
    {
        var world = await HubWorld.CreateAsync();
        var form = Form("program.worker");
        var key = await world.TellAsync(form);
        var seen = form with { Seen = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form)).Seen };
        Assert.Equal(new TellOutcome.Sent(key), await world.SendAsync(seen));
        Assert.Single(world.Queued());
        await world.TakeAsync();
        var mails = world.Mailer.Mails.Count;

        Assert.Equal(new TellOutcome.Sent(key), await world.SendAsync(seen));
        await world.TakeAsync();
        Assert.Single(world.Queued());
        Assert.Equal(mails, world.Mailer.Mails.Count);

        var other = await world.TellAsync(form with { OccurredOn = "2026-11-30" });
        Assert.NotEqual(key, other);
        await world.TakeAsync();
        Assert.IsType<CoverageView.Whole>(await world.ToldAsync(other));
    }

    [Fact]
    public async Task What_closes_something_is_told_once_though_it_closes_nothing_any_more()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("bridge-outreach", "BO-204", "client.missing"));
        var form = Form("client.found");
        var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form));
        var sent = await world.SendAsync(form with { Seen = shown.Seen });
        await world.TakeAsync();
        Assert.Equal(sent, await world.SendAsync(form with { Seen = shown.Seen }));
    }

    [Fact]
    public async Task Two_clicks_at_once_tell_once_and_both_say_so()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("bridge-outreach", "BO-204", "client.missing"));
        var form = Form("client.found");
        var seen = form with { Seen = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form)).Seen };
        var first = world.SendAsync(seen);
        var second = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.SendAsync(seen)));
        var key = Assert.IsType<TellOutcome.Sent>(await first);
        await world.TakeAsync();
        Assert.All(await second, outcome => Assert.Equal(key, outcome));
        Assert.Single(world.Queued());
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_a_consent_withdrawn_meanwhile_sends_nothing()
    {
        var world = await HubWorld.CreateAsync();
        var before = await EndState.OfAsync(world);
        var form = Form("person.documents");
        var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form));
        Assert.Equal(before, await EndState.OfAsync(world));

        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "consent.revoked", "\"consent\":{\"id\":\"K1\"}"));
        var again = Assert.IsType<TellOutcome.Shown>(await world.SendAsync(form with { Seen = shown.Seen }));
        Assert.True(again.HasMoved);
        Assert.Contains(again.View.Lines, l => l.Who == "marieve" && l.Reason == "consent-withdrawn");
        Assert.Empty(world.Queued());
        Assert.IsType<TellOutcome.Sent>(await world.SendAsync(form with { Seen = again.Seen }));
    }

    [Theory]
    [InlineData(Mishap.DiesBefore)]
    [InlineData(Mishap.DiesAfter)]
    [InlineData(Mishap.FailsAfter)]
    public async Task Cut_off_at_any_effect_and_sent_again_it_is_told_once(Mishap mishap)
    {
        for (var effect = 1; effect <= 2; effect++)
        {
            var point = new CrashPoint(effect, mishap);
            var world = await HubWorld.CreateAsync(through: point.Through);
            var form = Form("person.documents");
            var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form));
            point.Armed = true;
            await Assert.ThrowsAnyAsync<Exception>(() => world.SendAsync(form with { Seen = shown.Seen }));
            Assert.True(point.Happened);

            var again = await world.RestartAsync();
            var key = Assert.IsType<TellOutcome.Sent>(await again.SendAsync(form with { Seen = shown.Seen })).Change;
            Assert.Single(again.Queued());
            await again.TakeAsync();
            Assert.Equal(Told(shown.View.Lines), Told(Assert.IsType<CoverageView.Whole>(await again.ToldAsync(key)).Lines));
        }
    }

    [Fact]
    public async Task Sending_leaves_a_line_of_who_did_it_and_looking_leaves_none()
    {
        var world = await HubWorld.CreateAsync();
        var key = await world.TellAsync(Form("program.worker"));
        await world.TakeAsync();
        await world.ToldAsync(key);
        var audit = Assert.Single(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), CancellationToken.None));
        Assert.Equal(("team.tell", $"river-icm {key}", "dana"), (audit.Action, audit.About, audit.By));
    }

    [Fact]
    public async Task What_was_wrong_is_corrected_to_exactly_those_who_got_it()
    {
        var world = await HubWorld.CreateAsync();
        var wrong = await world.TellAsync(Form("housing.notice") with { Deadline = "2026-12-20" });
        await world.TakeAsync();
        var got = Assert.IsType<CoverageView.Whole>(await world.ToldAsync(wrong)).Lines.Where(l => l.Sent is not null).Select(l => l.SentTo);
        var form = Form("correction.issued", id: "form-2") with { Corrects = wrong };
        var shown = Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form));
        Assert.Equal(got.Order(StringComparer.Ordinal), shown.View.Lines.Where(TellTeam.MayTell).Select(l => l.Who).Order(StringComparer.Ordinal));
        Assert.Equal(["not the id of an earlier message of yours about this client"], await DefectsAsync(world, form with { Corrects = "0" + wrong[1..] }));
    }

    [Theory]
    [InlineData("housing.notice", "data.deadline: missing")]
    [InlineData("program.exit.planned", "data.expectedOn: missing")]
    [InlineData("referral.result", "data.otherParty: missing")]
    [InlineData("consent.revoked", "data.consent: missing")]
    [InlineData("team.left", "data.member: missing")]
    [InlineData("other", "data.note: missing")]
    [InlineData("consent.given", "data.consent: missing")]
    [InlineData("team.joined", "data.member: missing")]
    [InlineData("program.enrolled", "data.change: missing")]
    [InlineData("consent.expiring", "data.change: missing")]
    [InlineData(null, "data.change: missing")]
    public async Task What_a_code_asks_and_nobody_filled_in_is_named(string? code, string defect)
    {
        var world = await HubWorld.CreateAsync();
        var wrong = Assert.IsType<TellOutcome.Wrong>(await world.PreviewAsync(Form("x") with { Code = code }));
        Assert.Equal([defect], wrong.Defects.Select(d => $"{d.Path}: {d.Rule}"));
    }

    [Fact]
    public async Task Fields_that_a_code_does_not_take_are_left_where_they_are()
    {
        var world = await HubWorld.CreateAsync();
        var form = Form("program.worker") with { Deadline = "2020-01-01", Note = "no", OtherParty = "downtown-police", Consent = "K1", Member = "a/b" };
        Assert.IsType<TellOutcome.Shown>(await world.PreviewAsync(form));
    }

    [Fact]
    public async Task No_caseworker_reaches_another_programs_client_by_any_code_or_reference()
    {
        var world = await HubWorld.CreateAsync();
        (string Contact, string Client)[] foreign =
        [
            ("priya", "river-icm/HF-7Q2K"), ("priya", "coulee-act/HF-7Q2K"), ("priya", "coulee-act/HF-9ZTD"), ("luc", "bridge-outreach/BO-204"),
            ("luc", "river-icm/HF-7Q2K"), ("dana", "coulee-act/HF-3MXB"), ("dana", "river-icm/HF-3MXB"), ("dana", "river-icm/HF-0000"), ("dana", "HF-7Q2K"),
        ];
        foreach (var (contact, client) in foreign)
        {
            foreach (var code in OfferedCodes.All.Where(c => c.Requires.Count == 0))
            {
                var form = Form(code.Code, client);
                Assert.IsType<TellOutcome.Wrong>(await world.PreviewAsync(form, contact));
                Assert.IsType<TellOutcome.Wrong>(await world.SendAsync(form, contact));
            }

            if (CaseloadClient.TryParse(client) is { } of)
                Assert.Null(await world.Hub.ReadCaseload.TeamAsync(of with { Agency = (await world.CaseworkerAsync(contact)).Programs[0].Id }, TestContext.Current.CancellationToken));
        }

        Assert.Empty(world.Queued());
    }

    private static async Task<IEnumerable<string>> DefectsAsync(HubWorld world, TellForm form) =>
        Assert.IsType<TellOutcome.Wrong>(await world.PreviewAsync(form)).Defects.Select(d => d.Rule);

    private static Gen<T> One<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static string Day(int from) => NodaTime.Text.LocalDatePattern.Iso.Format(new LocalDate(2026, 12, 1).PlusDays(from));
}
