using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Kills;

/// <summary><c>kill -9</c> again and again, under load from several agencies about the same clients.</summary>
public sealed class KillTests
{
    private static readonly (string Agency, string Subject, string Code, string Extra)[] Kinds =
    [
        ("prairie-hospital", "PH-0018", "away.hospital.out", "\"expectedOn\":\"{0}\""),
        ("bridge-outreach", "BO-204", "safety.crisis", ""),
        ("river-icm", "HF-7Q2K", "program.worker", ""),
        ("southside-housing", "SH-12B", "housing.unsafe", ""),
        ("coulee-act", "HF-3MXB", "safety.staff", "\"expectedOn\":\"{0}\""),
        ("river-icm", "HF-9ZTD", "assessment.done", ""),
    ];

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_everyone_told_has_exactly_one_notice()
    {
        var rounds = Environment.GetEnvironmentVariable("HF_LONG") is null ? 3 : 25;
        var data = Directory.CreateTempSubdirectory("hf-kill-").FullName;
        try
        {
            var taken = new ConcurrentDictionary<string, (string Agency, string Id)>();
            var port = HubProcess.FreePort();
            for (var round = 0; round < rounds; round++)
            {
                using var hub = await HubProcess.StartAsync(data, port);
                await LoadUntilKilledAsync(hub, data, round, taken);
            }

            using (var hub = await HubProcess.StartAsync(data, port)) await DrainedAsync(data);
            Assert.NotEmpty(taken);
            await CheckAsync(data, taken.Values);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task LoadUntilKilledAsync(
        HubProcess hub, string data, int round, ConcurrentDictionary<string, (string Agency, string Id)> taken)
    {
        await using var local = LocalHub.Open(DataFolder.Open(data), SystemClock.Instance);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 4).Select(async n =>
        {
            for (var i = 0; i < 400 && !stop.IsCancellationRequested; i++)
            {
                var kind = Kinds[(i + n) % Kinds.Length];
                var id = string.Create(CultureInfo.InvariantCulture, $"kill-{round}-{n}-{i}");
                var body = Body(kind, id);
                if (await SendAsync(http, hub.Port, local, kind.Agency, body)) taken[kind.Agency + id] = (kind.Agency, id);
                if (i % 7 == 0) await SendAsync(http, hub.Port, local, kind.Agency, body);
            }
        }).ToArray();
        await Task.Delay(700 + (round * 137 % 600));
        await hub.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(senders);
    }

    private static byte[] Body((string Agency, string Subject, string Code, string Extra) kind, string id)
    {
        var today = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["America/Edmonton"]).Date;
        string Iso(LocalDate day) => day.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
        var extra = kind.Extra.Length == 0 ? string.Empty : "," + string.Format(CultureInfo.InvariantCulture, kind.Extra, Iso(today.PlusDays(1)));
        return Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","type":"{{MessageTypes.ClientChanged}}","source":"/agencies/{{kind.Agency}}","id":"{{id}}","subject":"{{kind.Subject}}","data":{"change":"{{kind.Code}}","occurredOn":"{{Iso(today)}}"{{extra}}} }""");
    }

    private static async Task<bool> SendAsync(HttpClient http, int port, LocalHub local, string agency, byte[] body)
    {
        var key = local.Hub.AgencyKeys.Of(agency)[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/{QueueNames.ClientChanges}/messages"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/cloudevents+json");
        request.Headers.TryAddWithoutValidation(Signature.Property, Signature.Of(key, body));
        request.Headers.TryAddWithoutValidation("Authorization", SasToken.For($"http://127.0.0.1:{port}/{QueueNames.ClientChanges}", agency, key.Text));
        try
        {
            using var answer = await http.SendAsync(request);
            return answer.StatusCode == System.Net.HttpStatusCode.Created;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits until nothing inbound is left.</summary>
    private static async Task DrainedAsync(string data)
    {
        await using var local = LocalHub.Open(DataFolder.Open(data), SystemClock.Instance);
        for (var i = 0; i < 600; i++)
        {
            var counts = await local.Database.Queues.CountAsync(TestContext.Current.CancellationToken);
            if (counts.Where(c => c.Queue == QueueNames.ClientChanges).All(c => c.Active == 0)) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The inbound queue was not worked off in a minute.");
    }

    private static async Task CheckAsync(string data, ICollection<(string Agency, string Id)> taken)
    {
        await using var local = LocalHub.Open(DataFolder.Open(data), SystemClock.Instance);
        var mails = Directory.GetFiles(local.Folder.Mail, "*.eml").Select(Path.GetFileName).ToArray();
        var queued = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var agency in new[] { "river-icm", "prairie-hospital" })
        {
            foreach (var message in await local.Database.Queues.BrowseAsync(QueueNames.OfAgency(agency), 0, 1_000_000, TestContext.Current.CancellationToken))
                queued[message.MessageId!] = queued.GetValueOrDefault(message.MessageId!) + 1;
        }

        Assert.All(queued, q => Assert.Equal(1, q.Value));
        foreach (var (agency, id) in taken)
        {
            var key = Envelope.KeyOf($"/agencies/{agency}", id);
            var coverage = Assert.IsType<CoverageView.Whole>(await local.Hub.ReadCoverage.RunAsync(key, null, TestContext.Current.CancellationToken));
            var client = Assert.Single(await local.Hub.Due.ClientsOfAsync(key, TestContext.Current.CancellationToken));
            Assert.True((await local.Hub.Clients.ChangeAsync(client, key, TestContext.Current.CancellationToken))!.HandedOver);
            var notices = await local.Hub.Clients.NoticesAsync(client, key, TestContext.Current.CancellationToken);
            Assert.Equal(coverage.Lines.Count, notices.Select(n => n.Id).Distinct().Count());
            foreach (var notice in notices.Where(n => n.SentTo is not null))
            {
                Assert.Equal(notice.Queue == Leg.None ? 0 : 1, queued.GetValueOrDefault(notice.MessageId));
                if (notice.Mail == Leg.Sent && notice.MailAt == notice.Decided)
                    Assert.Single(mails, m => m!.Contains($"-{notice.SentTo}-{notice.MessageId}.", StringComparison.Ordinal));
            }
        }
    }
}
