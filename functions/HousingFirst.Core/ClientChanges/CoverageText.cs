using System.Collections.Immutable;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// A coverage in words, in English, as the command line prints it: <c>luc: withheld: consent lacks health</c>. It says who and why, and
/// nothing of the client.
/// </summary>
public static class CoverageText
{
    /// <summary>What stands between two lines that are printed as one.</summary>
    public const string Between = " · ";

    /// <summary>A whole coverage, in one line.</summary>
    public static string Of(ImmutableArray<Line> lines, Urgency urgency) => string.Join(Between, lines.Select(l => Of(l, urgency)));

    /// <summary>One line: who, and what becomes of it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="urgency">The urgency of the change.</param>
    public static string Of(Line line, Urgency urgency) => line switch
    {
        Line.Gap gap => $"{gap.Role}: {Gap(gap.Role)}",
        Line.Of of => $"{of.Recipient.Contact}: {Of(of.Recipient.Contact, of.Fate, urgency)}",
        _ => throw new InvalidOperationException("A line is a gap or a recipient."),
    };

    /// <summary>What becomes of one recipient.</summary>
    /// <param name="contact">The recipient's contact id: whoever else it goes to is an alternate.</param>
    /// <param name="fate">What becomes of it.</param>
    /// <param name="urgency">The urgency of the change.</param>
    public static string Of(string contact, Fate fate, Urgency urgency) => fate switch
    {
        Fate.Source => Source,
        Fate.Withheld withheld => "withheld: " + Reason(withheld.Reason.Code),
        Fate.Told told when told.SentTo.Id == contact => Told(urgency, told.Route, told.SentTo.Language),
        Fate.Told told => $"address stopped: told through alternate {told.SentTo.FirstName}",
        Fate.SharedMailbox => SharedMailbox,
        Fate.AddressStopped => AddressStopped,
        Fate.PhoneOnly => PhoneOnly,
        Fate.Cancelled cancelled => "cancelled: " + Reason(cancelled.Because),
        _ => throw new InvalidOperationException("Not a fate."),
    };

    /// <summary>The sender, where it would have been a recipient.</summary>
    public const string Source = "source (already knows)";

    /// <summary>Held, because several people read the address.</summary>
    public const string SharedMailbox = "held: shared mailbox, asked to sign in";

    /// <summary>No address works and nobody may stand in.</summary>
    public const string AddressStopped = "address stopped: task for the specialist";

    /// <summary>Only by voice.</summary>
    public const string PhoneOnly = "call task for the program";

    /// <summary>A role that had to know and that nobody holds.</summary>
    public static string Gap(Role role) => $"GAP: no {role} on the team";

    /// <summary>Told: how soon, by which channel, in which language.</summary>
    public static string Told(Urgency urgency, Route route, Language language) => $"told {urgency} {Of(route)} {Of(language)}";

    /// <summary>Told in the place of a colleague who didn't answer (rule 8).</summary>
    public static string Escalated(string silent, Urgency urgency, Route route, Language language) =>
        $"no answer from {silent}: {Told(urgency, route, language)}";

    /// <summary>A reason of rule 3 in words, from its stored code: <c>consent-lacks-health</c> reads "consent lacks health".</summary>
    public static string Reason(string code) => code == "role-never" ? "never for this role" : code.Replace('-', ' ');

    /// <summary>Why a queued notice is not sent after all.</summary>
    public static string Reason(CancelledBecause because) => because switch
    {
        CancelledBecause.LeftTeam => "left the team",
        CancelledBecause.Corrected => "corrected before it was told",
        CancelledBecause.ClientDeceased => "the client has died",
        _ => throw new ArgumentOutOfRangeException(nameof(because), because, "Not a reason."),
    };

    private static string Of(Route route) => route switch
    {
        Route.Queue => "queue",
        Route.Mail => "mail",
        Route.Queue | Route.Mail => "queue+mail",
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "Not a route."),
    };

    private static string Of(Language language) => language == Language.French ? "fr" : "en";
}
