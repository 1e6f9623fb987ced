using System.Text;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.Privacy;

/// <summary>Promise 1: nothing of a client in any e-mail, log, dead-letter reason or link; on a queue, each agency's own reference only.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private readonly FakeLogCollector log = new();
    private HubWorld world = null!;
    private IReadOnlyList<Settlement> settled = [];
    private bool failed;

    public async ValueTask InitializeAsync()
    {
        var mailer = new RecordingMailer { Answer = FailOnce };
        world = await HubWorld.CreateAsync(mailer: mailer, logs: new Logs(log));
        settled = await Canaries.DriveAsync(world);
        await EndState.RunOutAsync(world);
        await world.ReceiveAsync(world.Change("river-icm", Canaries.Program, "person.deceased", id: Canaries.EventId + "-death"));
        await EndState.RunOutAsync(world);
    }

    [Fact]
    public void The_drive_reached_every_way_out()
    {
        Assert.True(settled.Count(s => s is Settlement.Complete) > 40);
        Assert.True(settled.OfType<Settlement.DeadLetter>().Select(d => d.Reason).Distinct().Count() >= 5);
        foreach (var sort in new[] { "Notice", "Digest", "Rejection", "SpecialistTask" })
            Assert.Contains(world.Mailer.Mails, m => m.GetType().Name == sort);
        Assert.True(failed);
        Assert.Contains(log.GetSnapshot(), r => r.Level == LogLevel.Error);
        Assert.Contains(log.GetSnapshot(), r => r.Level == LogLevel.Warning);
        Assert.Contains(world.Queues.BodiesOf("prairie-hospital"), b => b.Contains(Canaries.Hospital, StringComparison.Ordinal));
    }

    [Fact]
    public void No_log_line_holds_one()
    {
        foreach (var record in log.GetSnapshot())
        {
            var state = string.Join(' ', record.StructuredState?.Select(p => p.Value) ?? []);
            Free($"{record.Message} {state} {record.Exception}", "a log line", [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId]);
        }
    }

    [Fact]
    public async Task No_mail_holds_one()
    {
        foreach (var mail in world.Mailer.Mails)
        {
            var rendered = await MailRenderer.RenderAsync(mail);
            var links = string.Join(' ', Canaries.Links(mail).Select(l => $"{l} {Canaries.Decoded(l)}"));
            var text = $"{mail.MailId} {rendered.Subject}\n{rendered.Text}\n{rendered.Html}\n{links}";
            Free(text, $"a {mail.GetType().Name}", [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId, .. Canaries.Clinical, "HF-7Q2K"]);
        }
    }

    [Fact]
    public async Task No_dead_letter_holds_one()
    {
        var letters = await world.Hub.DeadLetters.ListAsync(500, CancellationToken.None);
        var texts = settled.OfType<Settlement.DeadLetter>().Select(d => $"{d.Reason} {d.Description}")
            .Concat(letters.Select(l => $"{l.Reason} {l.Description} {l.Queue} {l.Agency}")).ToArray();
        Assert.True(texts.Length > 10);
        foreach (var text in texts) Free(text, "a dead letter", [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId, "psychos"]);
    }

    [Fact]
    public void A_queue_holds_its_own_agencys_reference_and_no_other()
    {
        foreach (var message in world.Queues.Messages)
        {
            var own = message.Queue switch
            {
                "agency-river-icm" => Canaries.Program,
                "agency-prairie-hospital" => Canaries.Hospital,
                _ => string.Empty,
            };
            var text = $"{message.MessageId} {Encoding.UTF8.GetString(message.Body.Span)} {string.Join(' ', message.Properties.Values)}";
            Free(text, message.Queue, [.. Canaries.Secrets, .. Canaries.References.Where(r => r != own)]);
            if (!text.Contains("message.rejected", StringComparison.Ordinal)) Free(text, message.Queue, [Canaries.EventId]);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MailOutcome FailOnce(MailContent mail)
    {
        if (failed || mail is not MailContent.Notice) return MailOutcome.Sent;
        failed = true;
        throw new IOException($"{Canaries.Note} {Canaries.Client.Value}");
    }

    private static void Free(string text, string what, IEnumerable<string> canaries)
    {
        foreach (var canary in canaries)
            Assert.False(text.Contains(canary, StringComparison.OrdinalIgnoreCase), $"{what} holds {canary}:\n{text}");
    }

    private sealed class Logs(FakeLogCollector collector) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("One collector is enough.");

        public void Dispose()
        {
        }
    }
}
