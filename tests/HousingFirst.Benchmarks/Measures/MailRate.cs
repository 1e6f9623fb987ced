using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail;
using NodaTime;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Mails rendered a second, beside the same bytes joined bare; digests a second, and what 10,000 of them leave in memory.</summary>
internal sealed class MailRate : IMeasure
{
    private const int Mails = 2_000;
    private const int FewDigests = 1_000;
    private const int ManyDigests = 10_000;
    private const double Megabyte = 1_000_000;

    private static readonly MailContent.Notice Sample = new(
        "m", new MailRecipient("sam", "Sam Osei", "sam@example.org", Language.English), Instant.FromUtc(2026, 12, 1, 17, 0), NoticeKind.Change, Urgency.U2,
        MailLabel.Of(Vocabulary.Current["housing.moveIn"]), new Caller("River ICM Team", "Dana Kowalchuk", "+1 403 555 0101"), null,
        new Uri("https://hub.example/n/AQEAAAAA.c2lnbmF0dXJl"));

    public string Name => "mail";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var (mails, few, many) = (bench.Changes ?? Mails, Math.Min(FewDigests, bench.Changes ?? FewDigests), Math.Min(ManyDigests, (bench.Changes ?? FewDigests) * 10));
        var bare = await BareMail.LearnAsync(Sample);
        var rendered = await Turns.RunAsync<Func<int, Task<string>>, (double Load, double Rate, string? Defect)>(
            [i => Task.FromResult(bare.Render(Of(i).Call, Of(i).Link).Html), async i => (await MailRenderer.RenderAsync(Of(i))).Html],
            bench.Rounds,
            async render =>
            {
                var load = Machine.Load();
                for (var i = 0; i < mails / 4; i++) await render(i);
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < mails; i++) await render(i);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var isSame = await render(7) == (await MailRenderer.RenderAsync(Of(7))).Html;
                return (load, mails / seconds, isSame ? null : "not the hub's mail");
            });
        var (fewRate, fewMemory) = await DigestsAsync(bench, few, cancellation);
        var (manyRate, manyMemory) = await DigestsAsync(bench, many, cancellation);
        var (baseline, hub) = (SeriesOf("bare mail, the same bytes", "mails/s", rendered[0]), SeriesOf("hub's renderer", "mails/s", rendered[1]));
        return bench.Report(
            Name,
            "Mail",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{mails} notices rendered as page and text, one after another, in this process. The bare mail joins the constant parts of one rendered notice around what differs. Then a town in memory tables in which {few} and {many} people have one line each in the digest of 07:30, ten to a client: the hour passes minute by minute, every digest is rendered and counted; managed memory is what stays once it is over, the town's own tables included."),
            [
                Goals.Reported("hub's renderer, part of the bare mail", hub.Quartiles.Median / baseline.Quartiles.Median, string.Empty, hub, baseline),
                Goals.Reported("a mail, page and text", 1000 / hub.Quartiles.Median, " ms", hub),
                Goals.Reported($"digests, {few} people", fewRate.Quartiles.Median, " a second", fewRate),
                Goals.AtLeast($"digests, {many} people, part of {few}'s rate", manyRate.Quartiles.Median / fewRate.Quartiles.Median, 0.8, manyRate, fewRate),
                Goals.AtMost($"memory a person that digests leave behind, {many} people", manyMemory.Quartiles.Median / many * 1000, 2, " kB", manyMemory),
            ],
            [baseline, hub, fewRate, fewMemory, manyRate, manyMemory]);
    }

    private static MailContent.Notice Of(int number) => Sample with
    {
        Call = new Caller("River ICM Team", string.Create(CultureInfo.InvariantCulture, $"Dana Kowalchuk {number}"), "+1 403 555 0101"),
    };

    /// <summary>Digests a second, and the managed memory that is more after them than before.</summary>
    private static async Task<(Series Rate, Series Memory)> DigestsAsync(Bench bench, int people, CancellationToken cancellation)
    {
        var (rates, grown, loads, defects) = (new List<double>(), new List<double>(), new List<double>(), new List<string>());
        for (var round = 0; round < Math.Max(1, bench.Rounds / 2); round++)
        {
            loads.Add(Machine.Load());
            var crowd = await DigestCrowd.CreateAsync(bench.NewFolder("crowd-keys"), people, cancellation);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var start = Stopwatch.GetTimestamp();
            await crowd.PassAsync(cancellation);
            rates.Add(people / Stopwatch.GetElapsedTime(start).TotalSeconds);
            grown.Add(Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before) / Megabyte);
            if (crowd.Mails != people) defects.Add(string.Create(CultureInfo.InvariantCulture, $"{crowd.Mails} digests, not {people}"));
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"digests: {people} people: {rates[^1]:F0} a second, {grown[^1]:F1} MB more"));
            GC.KeepAlive(crowd);
        }

        return (
            new Series($"digests, {people} people", "digests/s", Quartiles.Of(rates), rates, loads, new Dictionary<string, double>(), defects),
            new Series($"managed memory that {people} digests add", "MB", Quartiles.Of(grown), grown, loads, new Dictionary<string, double>(), defects));
    }

    private static Series SeriesOf(string name, string unit, IReadOnlyList<(double Load, double Rate, string? Defect)> runs) => new(
        name, unit, Quartiles.Of(runs.Select(r => r.Rate)), [.. runs.Select(r => r.Rate)], [.. runs.Select(r => r.Load)], new Dictionary<string, double>(),
        [.. runs.Select(r => r.Defect).OfType<string>().Distinct()]);
}
