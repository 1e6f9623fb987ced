using System.Globalization;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.World;

/// <summary>The twelve decisions of the fictional community, taken through the queue handler and read back as an operator would. Each store runs this.</summary>
public abstract class TwelveDecisionsContract
{
    /// <summary>A world over the store, with the fictional community loaded.</summary>
    protected abstract Task<HubWorld> OpenAsync();

    [Fact]
    public async Task Each_comes_out_exactly()
    {
        var decisions = CommunitySheets.Find("decisions.tsv");
        Assert.SkipWhen(decisions is null, "The folder shared/community is not beside the repository.");
        Assert.Equal(12, decisions.Count);
        foreach (var line in decisions)
        {
            var world = await OpenAsync();
            var message = world.Change(line["source"], Reference(line), line["code"], Extra(line["extra"], world.Clock.GetCurrentInstant()));

            Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));

            var coverage = await world.CoverageAsync(message);
            Assert.Equal($"{line["n"]}: {line["outcome"]}", $"{line["n"]}: {string.Join(" · ", coverage.Lines.Select(l => $"{l.Who}: {l.Outcome}"))}");
            Assert.Equal(line["urgency"], coverage.Urgency.ToString());
        }
    }

    private static string Reference(IReadOnlyDictionary<string, string> line) => CommunitySheets.Find("care-teams.tsv")!
        .Single(t => t["client"] == line["client"] && t["organisation"] == line["source"])["their_ref"];

    private static string Extra(string extra, Instant now)
    {
        var words = extra.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => string.Empty,
            ["alsoTell", var who] => $"\"alsoTell\":[{string.Join(',', who.Split(',').Select(w => $"\"{w}\""))}]",
            ["expectedOn", "in", var days, "d"] => $"\"expectedOn\":\"{new LocalDate(2026, 12, 1).PlusDays(int.Parse(days, CultureInfo.InvariantCulture)).ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture)}\"",
            ["deadline", "in", var hours, "h"] => $"\"deadline\":\"{now + Duration.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))}\"",
            _ => throw new InvalidOperationException("A word of the sheet is not understood."),
        };
    }
}
