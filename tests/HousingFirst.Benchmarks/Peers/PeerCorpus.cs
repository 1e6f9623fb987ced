using System.Text.Json;
using System.Text.Json.Serialization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Benchmarks.Peers;

/// <summary>The community as a peer holds it in memory: what it needs to prove a sender, check a change and find who must be told.</summary>
/// <param name="Hub">The source that notices name.</param>
/// <param name="Link">A text of a notice.</param>
/// <param name="Call">A text of a notice.</param>
/// <param name="Codes">The codes of the vocabulary.</param>
/// <param name="Keys">Each agency's key: the text that an agency is given.</param>
/// <param name="Clients">Source and the sender's reference, with a space between, to the recipients.</param>
internal sealed record PeerCorpus(
    string Hub, string Link, string Call, IReadOnlyList<string> Codes, Dictionary<string, string> Keys,
    Dictionary<string, IReadOnlyList<PeerRecipient>> Clients)
{
    /// <summary>Of the benchmark's community.</summary>
    public static PeerCorpus Of(BenchmarkCorpus corpus)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        return new PeerCorpus(
            "/hub/" + MadeUpCommunity.Settings.Id,
            "http://127.0.0.1:7071/n/0000000000000000",
            "403-555-0100",
            [.. Vocabulary.Current.Codes.Select(c => c.Code)],
            MadeUpCommunity.Organisations(now).ToDictionary(o => o.Id, o => corpus.KeyOf(o.Id), StringComparer.Ordinal),
            Enumerable.Range(0, MadeUpCommunity.Clients).ToDictionary(ClientKey, Recipients, StringComparer.Ordinal));
    }

    /// <summary>What a client's recipients are told under: their queue, and their own reference for it.</summary>
    public static IReadOnlyList<PeerRecipient> Recipients(int client)
    {
        var told = MadeUpCommunity.Told(client);
        var team = MadeUpCommunity.Client(client, MadeUpCommunity.Settings.Today(SystemClock.Instance.GetCurrentInstant())).Memberships;
        return [.. team.Where(m => told.Contains(m.Agency)).Select(m => new PeerRecipient(QueueNames.OfAgency(m.Agency), m.TheirRef.Value))];
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    public static async Task<PeerCorpus> ReadAsync(string file, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file, cancellation), PeerJson.Default.PeerCorpus)!;

    /// <summary>Writes it to a file, for the peer's process.</summary>
    public Task WriteAsync(string file, CancellationToken cancellation) =>
        File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(this, PeerJson.Default.PeerCorpus), cancellation);

    private static string ClientKey(int client) =>
        $"/agencies/{MadeUpCommunity.Sender(client)} {MadeUpCommunity.SendersReference(client)}";
}

/// <summary>One who must be told.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="Reference">Its own reference for the client.</param>
internal sealed record PeerRecipient(string Queue, string Reference);

[JsonSerializable(typeof(PeerCorpus))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PeerJson : JsonSerializerContext;
