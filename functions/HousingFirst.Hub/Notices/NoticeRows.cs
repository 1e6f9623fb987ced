using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Notices;

/// <summary>How a notice lies in a row: key <c>n|change|recipient|generation</c> in its client's partition.</summary>
internal static class NoticeRows
{
    /// <summary>The prefix of every notice of a client.</summary>
    public const string All = "n|";

    /// <summary>The prefix of every notice of a change.</summary>
    public static string Of(string change) => Keys.Prefix("n", change);

    public static Row ToRow(Notice notice) => RowVersions.NewRow(notice.Id.RowKey(notice.Generation))
        .With("mark", notice.Id.ClientMark)
        .With("order", notice.Order)
        .With("state", notice.State.ToString())
        .With("reason", notice.Reason)
        .With("role", notice.Role.ToString())
        .With("agency", notice.Recipient?.Agency)
        .With("contact", notice.Recipient?.Contact)
        .With("theirRef", notice.Recipient?.TheirRef?.Value)
        .With("program", notice.Recipient is { IsProgram: true } ? true : null)
        .With("place", notice.Recipient?.Order)
        .With("toldBefore", notice.Recipient is { ToldBefore: true } ? true : null)
        .With("sentTo", notice.SentTo)
        .With("consent", notice.Consent)
        .With("version", notice.Version)
        .With("code", notice.Code.Code)
        .With("urgency", notice.Urgency.ToString())
        .With("decided", notice.Decided)
        .With("queue", notice.Queue == Leg.None ? null : notice.Queue.ToString())
        .With("mail", notice.Mail == Leg.None ? null : notice.Mail.ToString())
        .With("mailAt", notice.MailAt)
        .With("leaving", notice.Leaving)
        .With("digest", notice.Digest)
        .With("sent", notice.Sent)
        .With("lost", notice.Lost)
        .With("fetched", notice.Fetched)
        .With("acknowledged", notice.Acknowledged)
        .With("answer", notice.Answer)
        .With("replaces", notice.Replaces)
        .With("escalated", notice.Escalated)
        .With("escalatedTo", notice.EscalatedTo)
        .With("escalatedWhy", notice.EscalatedWhy)
        .With("calls", notice.Calls);

    public static Notice Read(Row row)
    {
        RowVersions.Readable(row);
        var key = Keys.Parts(row.Key);
        var role = Enum.Parse<Role>(row.NeedText("role"));
        return new Notice
        {
            Id = new NoticeId(key[1], row.NeedText("mark"), key[2]),
            Generation = int.Parse(key[3], CultureInfo.InvariantCulture),
            Order = (int)(row.Number("order") ?? 0),
            State = Enum.Parse<NoticeState>(row.NeedText("state")),
            Reason = row.Text("reason"),
            Role = role,
            Recipient = row.Text("agency") is { } agency
                ? new Recipient(
                    agency,
                    row.NeedText("contact"),
                    role,
                    row.Text("theirRef") is { } reference ? new ClientReference(reference) : null,
                    row.Flag("program"),
                    (int)(row.Number("place") ?? 0),
                    row.Flag("toldBefore"))
                : null,
            SentTo = row.Text("sentTo"),
            Consent = row.Text("consent"),
            Version = row.Number("version") ?? 0,
            Code = Vocabulary.Current[row.NeedText("code")],
            Urgency = Enum.Parse<Urgency>(row.NeedText("urgency")),
            Decided = row.Time("decided")!.Value,
            Queue = ReadLeg(row.Text("queue")),
            Mail = ReadLeg(row.Text("mail")),
            MailAt = row.Time("mailAt"),
            Leaving = row.Time("leaving"),
            Digest = row.Text("digest"),
            Sent = row.Time("sent"),
            Lost = row.Time("lost"),
            Fetched = row.Time("fetched"),
            Acknowledged = row.Time("acknowledged"),
            Answer = row.Text("answer"),
            Replaces = row.Text("replaces"),
            Escalated = row.Time("escalated"),
            EscalatedTo = row.Text("escalatedTo"),
            EscalatedWhy = row.Text("escalatedWhy"),
            Calls = row.Text("calls"),
            ETag = row.ETag,
        };
    }

    private static Leg ReadLeg(string? text) => text is null ? Leg.None : Enum.Parse<Leg>(text);
}
