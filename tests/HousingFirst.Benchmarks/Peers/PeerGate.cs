using System.Globalization;
using System.Text.Json;
using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Peers;

/// <summary>The correctness gate of the peers: what came out equals what had to, message by message and recipient by recipient.</summary>
internal static class PeerGate
{
    /// <summary>Compares a peer's ledgers with what the first messages of the corpus must lead to.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="messages">How many of its messages were sent.</param>
    /// <param name="changes">The ids of the changes that the peer recorded.</param>
    /// <param name="notices">The notices that came out, as <see cref="Line(string, string, string)"/> writes them.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Check(BenchmarkCorpus corpus, int messages, IEnumerable<string> changes, IEnumerable<string> notices)
    {
        PeerRecipient[][] recipients = [.. Enumerable.Range(0, MadeUpCommunity.Clients).Select(c => PeerCorpus.Recipients(c).ToArray())];
        var (ids, told) = (new HashSet<string>(messages), new HashSet<string>(messages * 4));
        for (var i = 0; i < messages; i++)
        {
            using var body = JsonDocument.Parse(corpus.Message(i).Body);
            var id = body.RootElement.GetProperty("id").GetString()!;
            ids.Add(id);
            foreach (var recipient in recipients[i % MadeUpCommunity.Clients]) told.Add(Line(recipient.Queue, $"{id}.{recipient.Queue}", recipient.Reference));
        }

        return Differs("changes recorded", changes, ids) ?? Differs("notices", notices, told);
    }

    /// <summary>A notice's line: where it arrived, its id, and whom it is about.</summary>
    public static string Line(string queue, string id, string reference) => $"{queue} {id} {reference}";

    /// <summary>The same of a notice's body.</summary>
    public static string Line(string queue, ReadOnlyMemory<byte> body)
    {
        using var notice = JsonDocument.Parse(body);
        return Line(queue, notice.RootElement.GetProperty("id").GetString()!, notice.RootElement.GetProperty("subject").GetString()!);
    }

    private static string? Differs(string what, IEnumerable<string> ledger, HashSet<string> expected)
    {
        var (found, strange) = (new HashSet<string>(expected.Count), 0);
        foreach (var line in ledger)
        {
            if (!expected.Contains(line) || !found.Add(line)) strange++;
        }

        return strange == 0 && found.Count == expected.Count
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what}: {found.Count} of {expected.Count} expected, {strange} not expected or twice");
    }
}
