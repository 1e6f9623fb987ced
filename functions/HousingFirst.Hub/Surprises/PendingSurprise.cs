using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Surprises;

/// <summary>
/// A report as it lies in its due row until it is traced. It is taken without a look at any client, so that neither the answer nor how long it
/// takes tells the reporter what the hub knows.
/// </summary>
/// <param name="Id">What makes it the only one: 32 hex digits.</param>
/// <param name="Day">The day it came, in the community's zone.</param>
/// <param name="Agency">Who reports it.</param>
internal sealed record PendingSurprise(string Id, LocalDate Day, string Agency)
{
    private const string None = "-";

    /// <summary>Which of its people, where one does.</summary>
    public string? Contact { get; init; }

    /// <summary>The agency's reference for the client; null where a notice says which client.</summary>
    public ClientReference? Reference { get; init; }

    /// <summary>The day of what it should have heard of, as far as it says.</summary>
    public LocalDate? OccurredOn { get; init; }

    /// <summary>What it should have heard of, as far as it says.</summary>
    public ChangeCode? Change { get; init; }

    /// <summary>The notice whose page it was reported from.</summary>
    public NoticeId? Notice { get; init; }

    public static PendingSurprise Of(ReportedSurprise report, LocalDate day) => new(report.Key, day, report.Sender)
    {
        Reference = report.Subject,
        OccurredOn = report.OccurredOn,
        Change = report.Change,
    };

    /// <summary>From a notice's page: on one day it is one report, however often it is pressed.</summary>
    public static PendingSurprise Of(NoticeId notice, string contact, LocalDate day)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{notice}\n{contact}\n{IsoText.Of(day)}"));
        return new(Convert.ToHexStringLower(hash)[..32], day, notice.Line.Split('.')[0]) { Contact = contact, Notice = notice };
    }

    public DueItem Due(Instant at, int attempt = 0) => new(at, DueKind.Surprise, Id)
    {
        About = string.Join(' ', IsoText.Of(Day), Agency, Contact ?? None, Notice?.ToString() ?? None),
        Report = string.Join(' ', Reference?.Value ?? None, OccurredOn is { } day ? IsoText.Of(day) : None, Change?.Code ?? None),
        Attempt = attempt,
    };

    /// <exception cref="InvalidDataException">The row is no report's.</exception>
    public static PendingSurprise Read(DueItem item)
    {
        if (item.Abouts is not [var day, var agency, var contact, var notice] || item.Report?.Split(' ') is not [var reference, var occurred, var code])
            throw new InvalidDataException("A due row holds no report of a surprise: run `hub check`.");
        return new PendingSurprise(item.Id, IsoText.ReadDay(day), agency)
        {
            Contact = Maybe(contact),
            Reference = Maybe(reference) is { } known ? new ClientReference(known) : null,
            OccurredOn = Maybe(occurred) is { } on ? IsoText.ReadDay(on) : null,
            Change = Maybe(code) is { } named ? Vocabulary.Current.Find(named) : null,
            Notice = NoticeId.TryParse(notice),
        };
    }

    private static string? Maybe(string text) => text == None ? null : text;
}
