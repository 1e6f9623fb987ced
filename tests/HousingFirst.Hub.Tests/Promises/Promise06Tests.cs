using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Mail;
using MimeKit;
using Xunit;

namespace HousingFirst.Hub.Tests.Promises;

/// <summary>Promise 6: every message has one recipient. Shared mailboxes get class A only.</summary>
public sealed class Promise06Tests
{
    [Fact]
    public async Task A_change_that_many_must_know_is_as_many_mails_each_to_one_address()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await EndState.RunOutAsync(world);
        Assert.True(world.Mailer.Mails.Select(m => m.To.Contact).Distinct().Count() >= 5);
        foreach (var mail in world.Mailer.Mails)
        {
            var written = MimeMail.Write(mail, await MailRenderer.RenderAsync(mail), new MailboxAddress("hub", "hub@town.example"))!;
            Assert.Equal(mail.To.Address, Assert.IsType<MailboxAddress>(Assert.Single(written.To)).Address);
            Assert.Empty(written.Cc.Concat(written.Bcc).Concat(written.ReplyTo).Concat(written.ResentTo));
        }

        Assert.All(world.Queues.Messages, m => Assert.StartsWith("agency-", m.Queue, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_happens_a_shared_mailbox_gets_class_A_only()
    {
        var (told, held) = (0, 0);
        foreach (var code in Vocabulary.Current.Codes.Where(c => c.WholeTeam || c.MustKnow.Contains(Role.HSG)))
        {
            var world = await HubWorld.CreateAsync();
            await world.ChangeContactAsync("southside-housing", "morgan", c => c with { Shared = true });
            var extra = code.Code is "team.left" ? null : Privacy.Canaries.Extra(code);
            if (extra is null || await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", code.Code, extra)) is not Settlement.Complete) continue;
            await EndState.RunOutAsync(world);
            var mails = world.Mailer.To("morgan").Count(m => m is MailContent.Notice or MailContent.Digest);
            if (code.Class != PrivacyClass.A && !code.IsStop) Assert.True(mails == 0, $"{code.Code} is of class {code.Class} and went to a shared mailbox.");
            told += mails;
            if (world.Mailer.To("dana").OfType<MailContent.CallTask>().Any(t => t.Call.Worker == "Morgan Tait")) held++;
        }

        Assert.True(told > 0 && held > 0, $"{told} told, {held} held: nothing was tried.");
    }
}
