using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.TimeZones;

namespace HousingFirst.Hub.Checking;

/// <summary>
/// Checks that what a community's rows say holds together: that nothing accepted is left without the work that finishes it. It reads every row
/// once and keeps what it compares in memory.
/// </summary>
/// <param name="scan">Every row.</param>
/// <param name="community">The community's id.</param>
/// <param name="clock">The clock, which is checked too.</param>
public sealed class CheckHub(ITableScan scan, string community, IClock clock)
{
    /// <summary>More findings say no more.</summary>
    private const int MostFindings = 200;

    /// <summary>Clocks of machines differ a little; more is a clock that was set back.</summary>
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    /// <summary>An urgent notice that went without an answer before then is no more than history.</summary>
    private static readonly Duration Lately = Duration.FromDays(7);

    /// <summary>A hub that stood still over night forgets in the morning.</summary>
    private static readonly Duration ForgottenWithin = Duration.FromDays(1);

    /// <summary>Checks.</summary>
    /// <param name="queued">The keys of changes whose messages are still on their queue: being cut off, they come again by themselves.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<CheckReport> RunAsync(IReadOnlySet<string> queued, CancellationToken cancellation)
    {
        var seen = new Seen(community);
        foreach (var table in new[] { Table.Clients, Table.Due, Table.Digests, Table.Directory, Table.Cycles })
        {
            await foreach (var (partition, row) in scan.ScanAsync(table, cancellation)) seen.Take(table, partition, row);
        }

        var findings = seen.Unreadable
            .Concat(Changes(seen, queued))
            .Concat(Notices(seen, clock.GetCurrentInstant()))
            .Concat(Pointers(seen))
            .Concat(Lead(seen))
            .Concat(CheckNetwork.Of(seen.NetworkRows, seen.Zone, clock.GetCurrentInstant(), id => seen.HasDue(DueKind.Prospect, id.Value)))
            .Concat(Cycles(seen))
            .Concat(Meetings(seen))
            .Concat(Clock(seen))
            .Take(MostFindings)
            .ToArray();
        var counts = new Dictionary<string, long>
        {
            ["clients"] = seen.Clients.Count,
            ["changes"] = seen.Changes.Count,
            ["notices"] = seen.Newest.Count,
            ["due"] = seen.Due.Count,
            ["digest lines"] = seen.DigestLines.Count,
            ["organisations"] = seen.Organisations.Count,
        };
        return new CheckReport(findings, counts, clock.GetCurrentInstant(), TzdbDateTimeZoneSource.Default.TzdbVersion);
    }

    private static IEnumerable<Finding> Changes(Seen seen, IReadOnlySet<string> queued)
    {
        var lines = seen.Newest.GroupBy(n => (n.Key.Client, n.Key.Change)).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var (at, change) in seen.Changes)
        {
            var where = $"change {at.Change}";
            if (!change.HandedOver && !queued.Contains(at.Change))
            {
                yield return new Finding(
                    where, "It was accepted, and handing its notices over was cut off; its message is no longer on the queue.",
                    "Ask its sender to send the same message again: the rest is then handed over, and nobody is told twice.");
            }

            // An alternate's line came later, and stands in the place of the one it answers for.
            var known = (lines.GetValueOrDefault((at.Client, at.Change)) ?? []).Where(n => n.Value.Replaces is null).ToArray();
            if (change.HandedOver && known.Length != change.Lines && !seen.HasDue(DueKind.FanOut, at.Change))
            {
                yield return new Finding(
                    where,
                    string.Create(CultureInfo.InvariantCulture, $"Its coverage has {known.Length} lines where {change.Lines} were decided, and nothing is due that writes the rest."),
                    "Restore the last backup.");
            }

            if (known.GroupBy(n => n.Value.Order).Any(g => g.Count() > 1))
                yield return new Finding(where, "Two lines of its coverage have the same place.", "Restore the last backup.");
        }
    }

    private static IEnumerable<Finding> Notices(Seen seen, Instant now)
    {
        foreach (var ((client, changeKey, line), notice) in seen.Newest)
        {
            var where = $"change {changeKey}, line {line}";
            if (notice.SentTo is null && notice.State is NoticeState.Sent or NoticeState.Unknown or NoticeState.Fetched or NoticeState.Acknowledged)
                yield return new Finding(where, "It was told, and doesn't say to whom.", "Restore the last backup.");
            if (seen.Generations[(client, changeKey, line)] is var generations && (generations.Count != notice.Generation || generations.Min() != 1))
                yield return new Finding(where, "A generation of it is missing, so that its newest row is in doubt.", "Restore the last backup.");
            if (seen.Changes.TryGetValue((client, changeKey), out var change) && !change.HandedOver) continue;
            if (seen.HasDue(DueKind.FanOut, changeKey) || seen.HasDue(DueKind.Resume, changeKey)) continue;
            if (notice.Queue == Leg.Pending)
                yield return new Finding(where, "It waits for its queue, and nothing is due that sends it.", "Send its message again, or tell the recipient by phone.");
            if (notice.Mail == Leg.Pending && !seen.HasMailWork(notice))
                yield return new Finding(where, "Its mail waits, and nothing is due that sends it.", "Send its message again, or tell the recipient by phone.");
            if (notice.Decided > now - Lately && IsSilent(notice, client, seen))
                yield return new Finding(where, "It is urgent and nobody has answered it, and nothing is due that asks someone else.", "Call the recipient.");
        }
    }

    /// <summary>Whether nobody has heard, nobody else was asked, and nobody will be (promise 7).</summary>
    private static bool IsSilent(Notice notice, string client, Seen seen) =>
        notice is { AsksForAnswer: true, IsHeard: false, Escalated: null }
        && !seen.HasDue(DueKind.Escalate, notice.Id.ToString())
        && (notice.Replaces is null
            || !seen.Newest.TryGetValue((client, notice.Id.Change, notice.Replaces), out var replaced)
            || !replaced.IsHeard);

    private static IEnumerable<Finding> Pointers(Seen seen) =>
        from pointer in seen.Pointers
        where !seen.Clients.Contains(pointer.Client)
        select new Finding($"change {pointer.Change}", "Its pointer names a client that isn't there.", "Restore the last backup.");

    private static IEnumerable<Finding> Lead(Seen seen)
    {
        if (seen.LeadOrganisation is not { } lead) yield break;
        if (!seen.Organisations.TryGetValue(lead, out var organisation))
        {
            yield return new Finding(
                "settings", $"The lead organisation {lead} isn't in the directory: nobody gets the specialist's tasks.", "Set it: hub community set FILE.");
        }
        else if (!organisation.Contacts.Any(ComposeMail.IsMailable))
        {
            yield return new Finding(
                "settings", $"No contact of the lead organisation {lead} can be reached by mail: nobody gets the specialist's tasks.", "Give one a working address.");
        }
    }

    private static IEnumerable<Finding> Cycles(Seen seen) =>
        from cycle in seen.Cycles
        where cycle.NextAt is not null && !seen.HasDue(DueKind.Cycle, cycle.Id)
        select new Finding(
            $"cycle {cycle.Id}", "It is not done, and nothing is due that goes on with it.", "Start the hub again: at its start it wakes every cycle.");

    /// <summary>What was said of clients is forgotten two weeks after its meeting, wherever that was moved to.</summary>
    private IEnumerable<Finding> Meetings(Seen seen)
    {
        if (seen.Spoken.Count == 0 || DirectoryStore.ReadCommunity(community, seen.Settings) is not { } settings) yield break;
        var now = clock.GetCurrentInstant();
        foreach (var (meeting, rows) in seen.Spoken.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (MeetingPlan.Of(meeting, settings).Stages[^1].At + ForgottenWithin >= now) continue;
            yield return new Finding(
                $"meeting {meeting}",
                string.Create(CultureInfo.InvariantCulture, $"{rows} of its rows still hold what was said of clients, a day after that was to be forgotten."),
                $"Forget it now: hub meeting purged {meeting} --now.");
        }
    }

    private IEnumerable<Finding> Clock(Seen seen)
    {
        var now = clock.GetCurrentInstant();
        if (seen.NewestInstant <= now + Tolerance) yield break;
        yield return new Finding(
            "clock", $"It stands at {now}, but a row was written at {seen.NewestInstant}: it has been set back.", "Set the machine's clock right before the hub runs on.");
    }

    /// <summary>What the rows say, as far as it is compared.</summary>
    private sealed class Seen(string community)
    {
        private readonly HashSet<(DueKind Kind, string About)> dueAbout = [];

        public List<Finding> Unreadable { get; } = [];

        public HashSet<string> Clients { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string Client, string Change), StoredChange> Changes { get; } = [];

        public Dictionary<(string Client, string Change, string Line), Notice> Newest { get; } = [];

        public Dictionary<(string Client, string Change, string Line), HashSet<int>> Generations { get; } = [];

        public List<DueItem> Due { get; } = [];

        public List<(string Change, string Client)> Pointers { get; } = [];

        public HashSet<(Instant At, string Notice)> DigestLines { get; } = [];

        public Dictionary<string, Core.Partners.Organisation> Organisations { get; } = new(StringComparer.Ordinal);

        public string? LeadOrganisation { get; private set; }

        public DateTimeZone Zone { get; private set; } = DateTimeZone.Utc;

        public List<Row> NetworkRows { get; } = [];

        public List<Row> Settings { get; } = [];

        /// <summary>How many rows of each meeting hold what was said of clients.</summary>
        public Dictionary<string, int> Spoken { get; } = new(StringComparer.Ordinal);

        public List<StoredCycle> Cycles { get; } = [];

        public Instant NewestInstant { get; private set; } = Instant.MinValue;

        public bool HasDue(DueKind kind, string about) => dueAbout.Contains((kind, about));

        /// <summary>A digest line is found by its slot, any other mail by its own due row.</summary>
        public bool HasMailWork(Notice notice)
        {
            var id = notice.Id.ToString();
            return HasDue(DueKind.Mail, id) || HasDue(DueKind.Unread, id)
                || (notice.Urgency == Urgency.U1 && notice.MailAt is { } slot && DigestLines.Contains((Keys.ParseTime(Keys.Time(slot)), id)));
        }

        public void Take(Table table, string partition, Row row)
        {
            var parts = Keys.Parts(partition);
            if (parts[0] != community) return;
            try
            {
                switch (table)
                {
                    case Table.Clients when parts.Length == 2 && !parts[1].StartsWith('@'):
                        TakeClient(parts[1], row);
                        break;
                    case Table.Due when parts.Length == 1:
                        TakeDue(row);
                        break;
                    case Table.Digests when parts.Length == 2:
                        DigestLines.Add((Keys.ParseTime(parts[1]), DigestItem.Read(row).Notice.ToString()));
                        break;
                    case Table.Cycles when parts.Length == 1:
                        Cycles.Add(StoredCycle.Read(row));
                        break;
                    case Table.Cycles when parts.Length == 2 && MeetingCalendar.DayOf(parts[1]) is not null:
                        if (PurgeMeeting.HoldsText(RowVersions.Readable(row))) Spoken[parts[1]] = Spoken.GetValueOrDefault(parts[1]) + 1;
                        break;
                    case Table.Cycles:
                        RowVersions.Readable(row);
                        break;
                    case Table.Directory when parts.Length >= 2:
                        TakeDirectory(parts[1], row);
                        break;
                }
            }
            catch (Exception error) when (error is InvalidDataException or ArgumentException or FormatException or InvalidOperationException
                or KeyNotFoundException or IndexOutOfRangeException or System.Text.Json.JsonException or NodaTime.Text.UnparsableValueException)
            {
                Unreadable.Add(new Finding(
                    $"table {table}", error is InvalidDataException ? error.Message : "A row holds something that this program can't read.",
                    "Start the program that wrote it, or restore the last backup."));
            }
        }

        private void TakeClient(string client, Row row)
        {
            switch (row.Key.Split('|')[0])
            {
                case ClientRows.HeadKey:
                    ClientRows.ReadHead(row);
                    Clients.Add(client);
                    break;
                case "c":
                    var change = StoredChange.Read(row);
                    Changes[(client, change.Key)] = change with { Body = null, Overflow = null };
                    Newer(change.Accepted);
                    break;
                case "n":
                    var notice = NoticeRows.Read(row);
                    var key = (client, notice.Id.Change, notice.Id.Line);
                    if (!Generations.TryGetValue(key, out var generations)) Generations[key] = generations = [];
                    generations.Add(notice.Generation);
                    if (!Newest.TryGetValue(key, out var known) || known.Generation < notice.Generation) Newest[key] = notice;
                    Newer(notice.Decided);
                    Newer(notice.Sent);
                    Newer(notice.Fetched);
                    Newer(notice.Acknowledged);
                    break;
            }
        }

        private void TakeDue(Row row)
        {
            var parts = Keys.Parts(row.Key);
            if (parts[0] == "x")
            {
                Pointers.Add((parts[1], RowVersions.Readable(row).NeedText("client")));
                return;
            }

            if (parts[0] == RecentChange.KeyPrefix)
            {
                RecentChange.Read(row);
                return;
            }

            var item = DueItem.Read(row);
            Due.Add(item);
            foreach (var about in item.Abouts) dueAbout.Add((item.Kind, about));
        }

        private void TakeDirectory(string kind, Row row)
        {
            switch (kind)
            {
                case "route" when row.Key != "0":
                    var organisation = RouteCards.Read(row);
                    Organisations[organisation.Id] = organisation;
                    break;
                case "org" when row.Key.StartsWith(DirectoryEdit.Prefix, StringComparison.Ordinal):
                    Newer(DirectoryEdit.Read(row).At);
                    break;
                case "settings" when row.Key == SeriesRow.Key:
                    SeriesRow.Read(row);
                    Settings.Add(row);
                    break;
                case "settings":
                    Settings.Add(row);
                    LeadOrganisation = RowVersions.Readable(row).NeedText("leadOrganisation");
                    Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(row.NeedText("zone")) ?? Zone;
                    break;
                case "network":
                    NetworkRows.Add(row);
                    break;
                case "terms":
                    RowVersions.Readable(row);
                    break;
                case "audit":
                    Newer(row.Time("at"));
                    break;
            }
        }

        private void Newer(Instant? at)
        {
            if (at is { } instant && instant > NewestInstant) NewestInstant = instant;
        }
    }
}
