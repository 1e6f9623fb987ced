using System.Text;
using System.Text.RegularExpressions;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.Privacy;

/// <summary>
/// Promise 1: nothing of a client in any e-mail, log, dead-letter reason, row of due work or link; on a queue, each agency's own reference only.
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private readonly FakeLogCollector log = new();
    private readonly List<string> due = [];
    private HubWorld world = null!;
    private IReadOnlyList<Settlement> settled = [];
    private bool failed;

    public async ValueTask InitializeAsync()
    {
        var mailer = new RecordingMailer { Answer = FailOnce };
        world = await HubWorld.CreateAsync(mailer: mailer, logs: new Logs(log));
        settled = await Canaries.DriveAsync(world);
        due.AddRange(await DueAsync(world));
        await EndState.RunOutAsync(world);
        await world.ReceiveAsync(world.Change("river-icm", Canaries.Program, "person.deceased", id: Canaries.EventId + "-death"));
        due.AddRange(await DueAsync(world));
        await EndState.RunOutAsync(world);
    }

    [Fact]
    public void The_drive_reached_every_way_out()
    {
        Assert.True(settled.Count(s => s is Settlement.Complete) > 40);
        Assert.True(settled.OfType<Settlement.DeadLetter>().Select(d => d.Reason).Distinct().Count() >= 5);
        var sorts = typeof(MailContent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MailContent)) && !t.IsAbstract);
        Assert.All(sorts, sort => Assert.True(world.Mailer.Mails.Any(m => m.GetType() == sort), $"No {sort.Name} was sent: take the drive there."));
        Assert.True(failed);
        Assert.Contains(log.GetSnapshot(), r => r.Level == LogLevel.Error);
        Assert.Contains(log.GetSnapshot(), r => r.Level == LogLevel.Warning);
        Assert.Contains(world.Queues.BodiesOf("prairie-hospital"), b => b.Contains(Canaries.Hospital, StringComparison.Ordinal));
        Assert.True(due.Count > 10);
    }

    [Fact]
    public void No_log_line_holds_one()
    {
        foreach (var record in log.GetSnapshot())
            FreeLog($"{record.Message} {string.Join(' ', record.StructuredState?.Select(p => p.Value) ?? [])} {record.Exception}");
    }

    [Fact]
    public async Task No_mail_holds_one()
    {
        foreach (var mail in world.Mailer.Mails) await FreeMailAsync(mail);
    }

    [Fact]
    public async Task No_dead_letter_holds_one()
    {
        var letters = await world.Hub.DeadLetters.ListAsync(500, CancellationToken.None);
        var texts = settled.OfType<Settlement.DeadLetter>().Select(d => $"{d.Reason} {d.Description}")
            .Concat(letters.Select(l => $"{l.Reason} {l.Description} {l.Queue} {l.Agency}")).ToArray();
        Assert.True(texts.Length > 10);
        foreach (var text in texts) FreeDeadLetter(text);
    }

    [Fact]
    public void No_row_of_due_work_says_why_in_words_of_a_client()
    {
        foreach (var row in due) FreeDue(row);
    }

    [Fact]
    public void A_queue_holds_its_own_agencys_reference_and_no_other()
    {
        foreach (var message in world.Queues.Messages) FreeQueue(message);
    }

    /// <summary>Canaries that can't sing guard nothing: one planted in each way out, and in each place of each sort of mail.</summary>
    [Fact]
    public async Task A_planted_one_is_found()
    {
        foreach (var canary in (string[])[.. Canaries.Secrets, .. Canaries.References, "HF-7Q2K"])
        {
            var notice = world.Mailer.Mails.OfType<MailContent.Notice>().First();
            await SingsAsync(() => FreeMailAsync(notice with { Call = notice.Call with { Worker = canary } }));
            if (canary == "HF-7Q2K") continue;
            Sings(() => FreeDeadLetter("message.invalid " + canary));
            if (canary != Canaries.Client.Value) Sings(() => FreeDue(canary));
            Sings(() => FreeLog("A mail could not be sent: " + canary));
            Sings(() => FreeQueue(new OutgoingMessage(QueueNames.OfAgency("bridge-outreach"), "n", Encoding.UTF8.GetBytes(canary))));
        }

        foreach (var mail in world.Mailer.Mails.DistinctBy(m => m.GetType()))
        {
            await FreeMailAsync(mail);
            foreach (var planted in Plant(mail)) await SingsAsync(() => FreeMailAsync(planted));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MailOutcome FailOnce(MailContent mail)
    {
        if (failed || mail is not MailContent.Notice) return MailOutcome.Sent;
        failed = true;
        throw new IOException($"{Canaries.Note} {Canaries.Client.Value}");
    }

    private static void FreeLog(string line) =>
        Free(line, "a log line", [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId, .. Canaries.Days, .. Canaries.CodeWords]);

    private static async Task FreeMailAsync(MailContent mail)
    {
        var rendered = await MailRenderer.RenderAsync(mail);
        var links = string.Join(' ', Canaries.Links(rendered).Select(l => $"{l} {Canaries.Decoded(l)}"));
        // A refusal names the nearest valid code to what its own sender wrote; nothing says that it happened to anyone.
        string[] words = mail is MailContent.Rejection ? [] : [.. Canaries.CodeWords, .. Canaries.Clinical];
        Free(
            $"{mail.MailId} {rendered.Subject}\n{rendered.Text}\n{rendered.Html}\n{links}", $"a {mail.GetType().Name}",
            [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId, .. Canaries.Days, "HF-7Q2K", .. words]);
    }

    private static void FreeDeadLetter(string text) =>
        Free(text, "a dead letter", [.. Canaries.Secrets, .. Canaries.References, Canaries.EventId, .. Canaries.Days, "psychos"]);

    /// <summary>Due work names its client, and what a partner reported, in columns of their own; nothing else about one.</summary>
    private static void FreeDue(string row) =>
        Free(row, "a row of due work", [.. Canaries.Secrets.Where(s => s != Canaries.Client.Value), .. Canaries.References, Canaries.EventId, .. Canaries.Days, .. Canaries.CodeWords]);

    private static void FreeQueue(OutgoingMessage message)
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

    /// <summary>The mail once for each place in it that takes text which can be read: a canary sits there.</summary>
    private static IEnumerable<MailContent> Plant(MailContent mail)
    {
        foreach (var place in mail.GetType().GetProperties().Where(p => p.SetMethod is not null && p.Name != nameof(MailContent.MailId)))
        {
            object? planted = place.GetValue(mail) switch
            {
                string => Canaries.Note,
                Caller call => call with { Worker = Canaries.Note },
                IReadOnlyList<string> => (string[])[Canaries.Note],
                IReadOnlyList<DigestLine> lines => (DigestLine[])[lines[0] with { Call = lines[0].Call with { Worker = Canaries.Note } }],
                Uri link => new Uri(link, "/n/" + Canaries.Program),
                MailFooter foot => foot with { Ask = new Uri(foot.Ask, "/ask/" + Canaries.Program) },
                _ => null,
            };
            if (planted is null) continue;
            var copy = mail with { };
            place.SetValue(copy, planted);
            yield return copy;
        }
    }

    private static void Sings(Action check) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(check);

    private static async Task SingsAsync(Func<Task> check) => await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(check);

    private static async Task<IEnumerable<string>> DueAsync(HubWorld world)
    {
        var rows = new List<string>();
        await foreach (var (partition, row) in ((ITableScan)world.Tables).ScanAsync(Table.Due, CancellationToken.None))
        {
            // Dead letters lie beside it, looked at for themselves. A pointer leads from a change to its client, and says nothing else; an agency's
            // list of recent changes is its own, under its own references.
            if (partition != FictionalCommunity.Id || row.Key[..2] is "x|" or "y|") continue;
            rows.Add($"{row.Key} {string.Join(' ', row.Columns.Where(c => c.Key is not ("client" or "report")).Select(c => c.Value))}");
        }

        return rows;
    }

    private static void Free(string text, string what, IEnumerable<string> canaries)
    {
        foreach (var canary in canaries) Assert.False(Holds(text, canary), $"{what} holds {canary}:\n{text}");
    }

    /// <summary>A code is a word of its own: `other` is not in "otherwise".</summary>
    private static bool Holds(string text, string canary) => Canaries.CodeWords.Contains(canary)
        ? Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(canary)}(?!\w)", RegexOptions.IgnoreCase)
        : text.Contains(canary, StringComparison.OrdinalIgnoreCase);

    private sealed class Logs(FakeLogCollector collector) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("One collector is enough.");

        public void Dispose()
        {
        }
    }
}
