using System.Globalization;
using Amqp;
using Amqp.Framing;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Load;

/// <summary>
/// The AMQP door as a client uses it: one connection and one link an agency, SASL PLAIN, each sender's message settled before its next. Messages are
/// made beforehand; what encoding them costs is the load's core's.
/// </summary>
internal sealed class AmqpDoor : IDoor
{
    private readonly Dictionary<string, SenderLink> links = new(StringComparer.Ordinal);
    private BenchmarkCorpus? corpus;
    private (string Sender, Message Message)[] messages = [];
    private int first;

    public string Name => "AMQP";

    public int PortOf(HubProcess hub) => hub.AmqpPort;

    public void Prepare(BenchmarkCorpus corpus, int port, int from, int count)
    {
        (this.corpus, first) = (corpus, from);
        messages = [.. Enumerable.Range(from, count).Select(n => Of(corpus.Message(n)))];
    }

    public async Task<IDoorConnection> ConnectAsync(int port, CancellationToken cancellation)
    {
        foreach (var sender in messages.Select(m => m.Sender).Distinct().Where(s => !links.ContainsKey(s)).ToArray())
        {
            var connection = await Connection.Factory.CreateAsync(new Address("127.0.0.1", port, sender, corpus!.KeyOf(sender), "/", "amqp"));
            links[sender] = new SenderLink(new Session(connection), string.Create(CultureInfo.InvariantCulture, $"load-{sender}"), "client-changes");
        }

        return new Sender(this);
    }

    private static (string, Message) Of(ChangeMessage change) => (change.Sender, new Message
    {
        BodySection = new Data { Binary = change.Body },
        Properties = new Properties { ContentType = "application/cloudevents+json" },
        ApplicationProperties = new ApplicationProperties { ["hf-signature"] = change.Signature },
    });

    private sealed class Sender(AmqpDoor door) : IDoorConnection
    {
        public async ValueTask SendAsync(int message)
        {
            var (sender, prepared) = door.messages[message - door.first];
            var settled = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            door.links[sender].Send(prepared, static (_, _, outcome, waiting) => ((TaskCompletionSource<Outcome>)waiting).SetResult(outcome), settled);
            if (await settled.Task is not Accepted and var outcome) throw new InvalidOperationException($"A message was not taken: {outcome}");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var link in door.links.Values.ToArray()) await link.Session.Connection.CloseAsync();
            door.links.Clear();
        }
    }
}
