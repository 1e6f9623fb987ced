using System.Text;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// How a program's month lies in its partition: <c>0</c> the summary, <c>partner</c> an obligation, <c>partner|c|key</c> what was recorded of it. How an
/// obligation stands is written beside it for who reads the table; the hub reads what was recorded.
/// </summary>
internal static class ContactRows
{
    public const string SummaryKey = "0";

    private const string Between = " ";

    private const char Line = '\n';

    public static Row OfSummary(ProgramMonth month) => OfCounts(RowVersions.NewRow(SummaryKey), month.Counts())
        .With("opened", month.Opened)
        .With("closed", month.Closed)
        .With("told", month.Told.IsEmpty ? null : string.Join(Between, month.Told))
        .With("leaving", month.Leaving?.Stage)
        .With("leavingUntil", month.Leaving?.Until);

    public static Row OfCounts(Row row, MonthCounts counts) => row
        .With("owed", counts.Owed)
        .With("inPerson", counts.InPerson)
        .With("otherwise", counts.Otherwise)
        .With("attempted", counts.Attempted)
        .With("notMade", counts.NotMade)
        .With("open", counts.Open)
        .With("released", counts.Released)
        .With("more", counts.More)
        .With("late", counts.Late);

    /// <summary>The month's view of a program: its numbers, and once it is closed whom it talked with (<c>+</c>) and whom not (<c>-</c>).</summary>
    public static Row OfShown(ShownMonth month)
    {
        var row = OfCounts(RowVersions.NewRow(Keys.Of(month.Program)), month.Counts);
        return month.Made.IsEmpty && month.Wanting.IsEmpty
            ? row
            : WideColumns.Set(row, Encoding.ASCII.GetBytes(string.Join(Line, month.Made.Select(p => "+" + p).Concat(month.Wanting.Select(p => "-" + p)))));
    }

    public static ShownMonth ReadShown(Row row)
    {
        RowVersions.Readable(row);
        var lines = WideColumns.Find(row) is { } bytes ? Encoding.ASCII.GetString(bytes).Split(Line) : [];
        return new ShownMonth(
            Keys.Parts(row.Key)[0], ReadCounts(row), [.. lines.Where(l => l[0] == '+').Select(l => l[1..])], [.. lines.Where(l => l[0] == '-').Select(l => l[1..])]);
    }

    public static MonthCounts ReadCounts(Row row)
    {
        return new MonthCounts(
            Of("owed"), Of("inPerson"), Of("otherwise"), Of("attempted"), Of("notMade"), Of("open"), Of("released"), Of("more"), Of("late"));

        int Of(string column) => (int)(row.Number(column) ?? 0);
    }

    public static Row Of(Obligation obligation, Instant? closed)
    {
        var standing = obligation.Standing(closed);
        return RowVersions.NewRow(Keys.Of(obligation.Partner))
            .With("owed", obligation.Owed)
            .With("isReleased", obligation.Released ? true : null)
            .With("state", standing.State.ToString())
            .With("mode", standing.Mode?.ToString())
            .With("reason", standing.Reason?.ToString())
            .With("last", standing.Last)
            .With("beforeOn", obligation.Before?.On)
            .With("beforeMode", obligation.Before?.Mode.ToString())
            .With("beforeInPerson", obligation.Before?.InPersonOn);
    }

    public static Row Of(string partner, ContactMade contact) => RowVersions.NewRow(Keys.Of(partner, "c", contact.Key))
        .With("on", contact.On)
        .With("outcome", contact.Outcome.ToString())
        .With("mode", contact.Mode?.ToString())
        .With("reason", contact.Reason?.ToString())
        .With("by", contact.By)
        .With("body", contact.Body)
        .With("who", contact.Who)
        .With("topics", contact.Topics)
        .With("followUp", contact.FollowUp)
        .With("recorded", contact.Recorded);

    /// <summary>Reads a partition whole.</summary>
    public static ProgramMonth Read(string program, YearMonth month, IReadOnlyList<Row> rows)
    {
        var recorded = new Dictionary<string, List<ContactMade>>(StringComparer.Ordinal);
        var obligations = new List<Row>();
        var read = new ProgramMonth(program, month, []);
        foreach (var row in rows)
        {
            RowVersions.Readable(row);
            switch (Keys.Parts(row.Key))
            {
                case [SummaryKey]:
                    read = read with
                    {
                        Opened = row.Time("opened"),
                        Closed = row.Time("closed"),
                        Told = row.Text("told") is { } told ? [.. told.Split(Between)] : [],
                        Leaving = row.Text("leaving") is { } stage ? new LeavingReminder(stage, row.Time("leavingUntil")!.Value) : null,
                    };
                    break;
                case [_]:
                    obligations.Add(row);
                    break;
                case [var partner, "c", var key]:
                    if (!recorded.TryGetValue(partner, out var known)) recorded[partner] = known = [];
                    known.Add(ReadContact(key, row));
                    break;
            }
        }

        return read with { Obligations = [.. obligations.Select(row => ReadObligation(row, recorded))] };
    }

    private static Obligation ReadObligation(Row row, Dictionary<string, List<ContactMade>> recorded)
    {
        var partner = Keys.Parts(row.Key)[0];
        return new Obligation(
            partner,
            row.Flag("owed"),
            row.Date("beforeOn") is { } on ? new LastContact(on, Enum.Parse<ContactMode>(row.NeedText("beforeMode")), row.Date("beforeInPerson")) : null,
            recorded.TryGetValue(partner, out var contacts) ? [.. contacts.OrderBy(c => c.Recorded)] : [],
            row.Flag("isReleased"));
    }

    private static ContactMade ReadContact(string key, Row row) => new(
        key,
        row.Date("on")!.Value,
        Enum.Parse<ContactOutcome>(row.NeedText("outcome")),
        row.Text("mode") is { } mode ? Enum.Parse<ContactMode>(mode) : null,
        row.Text("reason") is { } reason ? Enum.Parse<NotMadeReason>(reason) : null,
        row.NeedText("by"),
        row.Time("recorded")!.Value)
    {
        Body = row.NeedText("body"),
        Who = row.Text("who"),
        Topics = row.Text("topics"),
        FollowUp = row.Text("followUp"),
    };
}
