using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Mail;
using Xunit;

namespace HousingFirst.Hub.Tests.Promises;

/// <summary>
/// Promise 1: no client's name, initials, diagnosis, charge or address in any e-mail, calendar entry, log, dead-letter reason or metric. The
/// worker's name and work number are there, so that people talk. What is planted everywhere is looked for everywhere in
/// <see cref="Privacy.CanaryTests"/>; that no type has a place for it is <see cref="Architecture.MailTypesTests"/>.
/// </summary>
public sealed class Promise01Tests
{
    [Fact]
    public async Task A_mail_says_which_worker_to_call_and_nothing_about_the_client()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.psychiatric.in"));
        await EndState.RunOutAsync(world);
        var workers = (await world.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Organisations
            .SelectMany(o => o.Contacts.Select(c => (c.Name, c.Phone)).Append((o.NameEn, o.Phone))).ToArray();
        string[] references = ["HF-7Q2K", "SH-12B", "BO-204", "PH-0018", "IS-77"];

        var notices = world.Mailer.Mails.OfType<MailContent.Notice>().ToArray();
        Assert.True(notices.Length >= 3);
        foreach (var notice in notices)
        {
            var mail = await MailRenderer.RenderAsync(notice);
            Assert.Contains(workers, w => w.Phone == notice.Call.Phone && mail.Text.Contains(w.Phone, StringComparison.Ordinal));
            if (notice.To.Contact is not ("dana" or "sam")) Assert.Contains("Dana Kowalchuk", mail.Text, StringComparison.Ordinal);
            Assert.All(references, r => Assert.DoesNotContain(r, mail.Subject + mail.Text + mail.Html, StringComparison.Ordinal));
            Assert.All(["psychiat", "hospital", "hôpital", "2026-12-15", "15\u00A0December", "15\u00A0décembre"], word =>
                Assert.DoesNotContain(word, WithoutOwnAddress(mail.Text, notice), StringComparison.OrdinalIgnoreCase));
        }

        var hospital = notices.Single(n => n.To.Contact == "dana" && n.Call.Phone == "+1 403 555 0107");
        Assert.Equal(new Caller(null, null, "+1 403 555 0107"), hospital.Call);
    }

    [Fact]
    public async Task A_dead_letter_says_what_is_wrong_and_never_what_was_sent()
    {
        var world = await HubWorld.CreateAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(
            await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "away.psychiatric.inn", "\"note\":\"Jane D. was charged\"")));
        Assert.Contains("`data.change`", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("away.psychiatric.inn", refused.Description.Replace(Vocabulary.Current["away.psychiatric.in"].Code + "`", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", refused.Description + refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-7Q2K", refused.Description + refused.Reason, StringComparison.Ordinal);
    }

    /// <summary>The reader's own links hold the reader's own id; they are no words.</summary>
    private static string WithoutOwnAddress(string text, MailContent.Notice notice) =>
        string.Join('\n', text.Split('\n').Where(l => !l.Contains("http", StringComparison.Ordinal))).Replace(notice.To.Name, "", StringComparison.Ordinal);
}
