using System.Collections.Immutable;
using System.Globalization;

namespace HousingFirst.Core.Costing;

/// <summary>What a month costs, line by line. Free grants are never counted: they are the subscription's, once, and may be used up by others.</summary>
/// <param name="Azure">Azure's lines.</param>
/// <param name="Mail">Mail, a line of its own: who sends it is the community's choice.</param>
public sealed record MonthCost(ImmutableArray<CostLine> Azure, CostLine Mail)
{
    private const decimal Giga = 1_000_000_000m;

    /// <summary>Azure's bill, in US dollars.</summary>
    public decimal AzureUsd => Azure.Sum(l => l.Usd);

    /// <summary>Prices a month.</summary>
    public static MonthCost Of(Usage use, PriceList prices)
    {
        var ticks = Assumed.HoursOfMonth * 60m / use.TickMinutes;
        var wakes = Assumed.HoursOfMonth * use.Communities * (use.Programs > 0 ? 2m + Assumed.MeetingsAwake : 1m);
        var invitations = use.Programs > 0 ? (use.Programs + use.Partners) * Assumed.MeetingsOfMonth : 0;
        var received = use.Changes * (1 + Assumed.Repeated + Assumed.Refused);
        var queued = use.Changes * Assumed.QueueNotices;
        var answers = use.Mails * Assumed.Answered;
        var events = use.Seller == MailSeller.SendGrid ? use.Mails * Assumed.EventsOfMail : 0;
        var steps = wakes * Assumed.ExecutionsOfWake + use.Programs * Assumed.ExecutionsOfProgram + (invitations * Assumed.ExecutionsOfMeeting);
        var calls = received + queued + use.Contacts + (2 * answers) + events;
        var executions = ticks + steps + calls;
        var seconds = (executions * Assumed.SecondsOfExecution) + (use.Mails * Assumed.SecondsOfMail);
        var rows = (use.Changes * OperationCounts.Change) + (use.Changes * Assumed.Repeated * OperationCounts.Repeat)
            + (use.Changes * Assumed.Refused * OperationCounts.Refusal) + (use.Changes * Assumed.Escalated * OperationCounts.Escalation)
            + (use.Changes * Assumed.RequestsOfPurge) + (use.Mails * OperationCounts.Mail) + ((answers + queued) * OperationCounts.Answer)
            + (use.Contacts * OperationCounts.Contact) + (use.Programs * OperationCounts.MonthOfProgram) + (invitations * OperationCounts.MeetingOfAgency)
            + (ticks * OperationCounts.IdleTick * use.Communities) + (wakes * OperationCounts.CycleWake) + (22 * OperationCounts.Morning * use.Communities);
        var stored = use.Changes * (decimal)Assumed.BytesOfChange * Assumed.MonthsKept / Giga;
        // Exceptions are left out, since 10,000 of them are less than a fifth of a cent: a look whether an unacknowledged notice was taken, three operations; a
        // message over its sender's messages a minute, three more.
        var operations = (3 * (received + queued + queued + use.Contacts)) + ((use.Agencies + 2m) * Assumed.LooksOfAgency * Assumed.HoursOfMonth);

        return new MonthCost(
            [
                Line("Time of functions", seconds * use.MemoryMb / 1024m, "GB-s", "functions.gbs",
                    Say($"{ticks:N0} ticks, {steps:N0} looks and steps of cycles, {calls:N0} messages, pages and events, 1 s each at least, and {use.Mails:N0} mails of {Assumed.SecondsOfMail} s, at {use.MemoryMb} MB")),
                Line("Executions", executions, "executions", "functions.execution", "the same"),
                Line("Rows", rows, "requests", "tables.request",
                    Say($"counted by tests: a change {OperationCounts.Change}, a mail {OperationCounts.Mail}, an answer {OperationCounts.Answer}, a contact {OperationCounts.Contact}, a meeting {OperationCounts.MeetingOfAgency} for each organisation, a tick {OperationCounts.IdleTick}; assumed: the share of repeats, answers, escalations")),
                Line("Rows kept", stored, "GB", "tables.gb", Say($"{Assumed.BytesOfChange:N0} bytes a change, {Assumed.MonthsKept} months of them")),
                Queues(operations),
                Line("Durable's queues", (wakes * Assumed.QueueRequestsOfWake) + (2 * 2 * 60m * Assumed.HoursOfMonth), "requests", "queues.request", "two queues looked into twice a minute, and its messages"),
                Line("Durable's tables", (wakes * Assumed.TableRequestsOfWake) + (2 * 6 * 60m * Assumed.HoursOfMonth), "requests", "tables.request", "its partition looked after every 10 s, and its history"),
                Line("The host's leases", (6 + 2) * 60m * Assumed.HoursOfMonth, "renewals", "blobs.lease", "the host's every 10 s, the timer's every 30 s, an instance awake all month"),
                Line("Logs", executions * use.BytesLogged / Giga, "GB", "logs.gb", Say($"{use.BytesLogged:N0} bytes an execution")),
                Line("Log alert", 1, "alert", "alert.log", "the tick is silent, or functions fail"),
                Line("Metric alert", 1, "alert", "alert.metric", "dead letters"),
                Line("Backups kept", stored * Assumed.BackupShare * Assumed.Backups, "GB", "blobs.gb", Say($"{Assumed.Backups} nights, a fifth of the rows' size")),
                Line("Backups written", 30 * Math.Max(1, stored * Assumed.BackupShare * 250), "writes", "blobs.write", "blocks of 4 MB"),
                Line("Backups looked for", ticks, "looks", "blobs.look", "once a night by each new instance, and each tick may find one"),
                Line("Vault", 3_000, "operations", "vault.operation", "its five secrets looked up by each new instance"),
                Line("Sent out", ((2 * answers) + use.Mails) * Assumed.BytesOfPage / Giga, "GB", "egress.gb", Say($"pages and mails of {Assumed.BytesOfPage:N0} bytes")),
            ],
            MailOf(use, prices));

        CostLine Line(string what, decimal quantity, string unit, string meter, string working) => new(what, quantity, unit, quantity * prices[meter], working);

        CostLine Queues(decimal count)
        {
            var line = Line(
                "Queues", count, "operations", use.Standard ? "servicebus.standard.operation" : "servicebus.operation",
                Say($"3 a message; {use.Agencies:N0} agencies and the hub's two look once a minute"));
            return use.Standard ? line with { Usd = line.Usd + prices["servicebus.standard.base"] } : line;
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static CostLine MailOf(Usage use, PriceList prices)
    {
        if (use.Mails == 0) return new CostLine("Mail", 0, "mails", 0, "none");
        switch (use.Seller)
        {
            case MailSeller.Acs:
                return new CostLine("Mail", use.Mails, "mails", use.Mails * prices["mail.acs"], "Azure Communication Services, by the mail");
            case MailSeller.Own:
                return new CostLine("Mail", use.Mails, "mails", 0, "a mail server there is anyway");
            default:
                // Beyond the largest plan, several of it: what is really paid there is agreed on.
                var plans = prices.SendGridPlans;
                var (most, usd) = plans.FirstOrDefault(p => p.Mails >= use.Mails, plans[^1]);
                var times = Math.Max(1, Math.Ceiling((decimal)use.Mails / most));
                return new CostLine("Mail", use.Mails, "mails", usd * times, Say($"SendGrid, {times:N0} plan of up to {most:N0} a month"));
        }
    }
}
