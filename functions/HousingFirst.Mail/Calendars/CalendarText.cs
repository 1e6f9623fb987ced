using System.Globalization;
using System.Text;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Wording;
using HousingFirst.Mail.Letters;
using NodaTime;

namespace HousingFirst.Mail.Calendars;

/// <summary>
/// A meeting as a calendar takes it (RFC 5545, RFC 5546): an invitation, an update of it, or that it is off. Times are UTC, which every calendar shows in
/// its reader's zone, and which needs no zone data that may be older than ours. What it says is the mail's own fixed words, the place and the join
/// address: nothing about any client has a field here.
/// </summary>
public static class CalendarText
{
    private const int LongestLine = 75;

    /// <summary>Its text, or null where the mail changes nothing in a calendar.</summary>
    public static string? Of(MailContent mail) => mail is MailContent.Meeting { Calendar: { } entry } meeting ? Write(meeting, entry) : null;

    /// <summary>The iTIP method: <c>REQUEST</c> or <c>CANCEL</c>.</summary>
    public static string MethodOf(MailContent.Meeting mail) => mail.Calendar is { IsOff: true } ? "CANCEL" : "REQUEST";

    private static string Write(MailContent.Meeting mail, CalendarEntry entry)
    {
        var words = new Phrases(LetterWriter.Resources, mail.To.Language);
        var time = mail.Time;
        var text = new StringBuilder();
        Line("BEGIN", "VCALENDAR");
        Line("PRODID", "-//Housing First hub//Meetings//EN");
        Line("VERSION", "2.0");
        Line("CALSCALE", "GREGORIAN");
        Line("METHOD", MethodOf(mail));
        Line("BEGIN", "VEVENT");
        Line("UID", Escaped(entry.Uid));
        Line("SEQUENCE", entry.Sequence.ToString(CultureInfo.InvariantCulture));
        Line("DTSTAMP", Utc(mail.At));
        Line("DTSTART", Utc(time.Starts.ToInstant()));
        Line("DTEND", Utc(time.Ends.ToInstant()));
        Line("SUMMARY", Escaped(words["Meeting.Summary"]));
        Line("LOCATION", Escaped(time.Venue));
        if (time.Join is { } join)
        {
            Line("DESCRIPTION", Escaped(words.Fill("Meeting.Join", join.AbsoluteUri)));
            Line("URL", join.AbsoluteUri);
        }

        Line("STATUS", entry.IsOff ? "CANCELLED" : "CONFIRMED");
        Line("CLASS", "PRIVATE");
        Line($"ORGANIZER;CN={Quoted(entry.OrganiserName)}", "mailto:" + entry.OrganiserAddress);

        // Who has a page answers there, where the hub hears of it; who has none answers the specialist.
        var asks = mail.Link is null && !entry.IsOff ? "TRUE" : "FALSE";
        Line($"ATTENDEE;CN={Quoted(mail.To.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP={asks}", "mailto:" + mail.To.Address);
        Line("END", "VEVENT");
        Line("END", "VCALENDAR");
        return text.ToString();

        void Line(string name, string value) => Fold(text, $"{name}:{value}");
    }

    private static string Utc(Instant instant) => instant.ToDateTimeUtc().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A text value (RFC 5545, 3.3.11).</summary>
    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal)
        .ReplaceLineEndings("\\n");

    /// <summary>A parameter value (3.2): it may hold neither quotation marks nor controls.</summary>
    private static string Quoted(string value) => "\"" + string.Concat(value.Where(c => c != '"' && !char.IsControl(c))) + "\"";

    /// <summary>Lines of at most 75 octets, a letter never cut (3.1).</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
