using System.Diagnostics;
using System.Text.Json;
using HousingFirst.Contracts;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Calendars;
using Ical.Net;
using MimeKit;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>What a mail puts into a calendar, read by two libraries that know nothing of ours: Ical.Net and ical.js.</summary>
public sealed class CalendarTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "calendars");

    /// <summary>Every field there is: a new one is a red test until somebody has thought about what it may say.</summary>
    private static readonly string[] Fields =
    [
        "attendee", "calscale", "class", "description", "dtend", "dtstamp", "dtstart", "location", "method", "organizer", "prodid", "sequence", "status", "summary", "uid", "url", "version",
    ];

    public static TheoryData<Language, MeetingMailKind, string, int, string> Each()
    {
        var each = new TheoryData<Language, MeetingMailKind, string, int, string>();
        foreach (var language in Enum.GetValues<Language>())
        {
            each.Add(language, MeetingMailKind.Call, "REQUEST", 0, "CONFIRMED");
            each.Add(language, MeetingMailKind.Moved, "REQUEST", 1, "CONFIRMED");
            each.Add(language, MeetingMailKind.Cancelled, "CANCEL", 2, "CANCELLED");
        }

        return each;
    }

    [Theory, MemberData(nameof(Each))]
    public void Ical_Net_reads_what_was_written(Language language, MeetingMailKind kind, string method, int sequence, string status)
    {
        var mail = Awkward(language, kind);
        var calendar = Calendar.Load(CalendarText.Of(mail)!)!;
        var read = Assert.Single(calendar.Events);
        Assert.Equal(method, calendar.Method);
        Assert.Equal((mail.Calendar!.Uid, sequence, status), (read.Uid, read.Sequence, read.Status));
        Assert.Equal(mail.Time.Starts.ToInstant(), Instant.FromDateTimeUtc(read.Start!.AsUtc));
        Assert.Equal(mail.Time.Ends.ToInstant(), Instant.FromDateTimeUtc(read.End!.AsUtc));
        Assert.Equal(mail.Time.Venue, read.Location);
        Assert.Contains(mail.Time.Join!.AbsoluteUri, read.Description!, StringComparison.Ordinal);
        Assert.Equal("mailto:" + mail.Calendar.OrganiserAddress, read.Organizer!.Value!.OriginalString);
        Assert.Equal(mail.Calendar.OrganiserName, read.Organizer.CommonName);
        Assert.Equal("mailto:" + mail.To.Address, Assert.Single(read.Attendees).Value!.OriginalString);
        Assert.Equal(mail.To.Name, read.Attendees[0].CommonName);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task Ical_js_reads_the_same(Language language, MeetingMailKind kind, string method, int sequence, string status)
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            const string Missing = "tests/calendars/node_modules (`npm ci` there) is missing: `tests/run` installs it.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Missing);
            Assert.Skip(Missing);
        }

        var mail = Awkward(language, kind);
        var read = await ReadAsync(CalendarText.Of(mail)!);
        Assert.Equal(method, read.GetProperty("method").GetString());
        Assert.Equal(mail.Calendar!.Uid, read.GetProperty("uid").GetString());
        Assert.Equal(sequence, read.GetProperty("sequence").GetInt32());
        Assert.Equal(status, read.GetProperty("status").GetString());
        Assert.Equal(mail.Time.Starts.ToInstant(), Instant.FromDateTimeUtc(read.GetProperty("starts").GetDateTime().ToUniversalTime()));
        Assert.Equal(mail.Time.Ends.ToInstant(), Instant.FromDateTimeUtc(read.GetProperty("ends").GetDateTime().ToUniversalTime()));
        Assert.Equal(mail.Time.Venue, read.GetProperty("location").GetString());
        Assert.Equal(mail.Time.Join!.AbsoluteUri, read.GetProperty("url").GetString());
        Assert.Equal(mail.Calendar.OrganiserName, read.GetProperty("organizerName").GetString());
        Assert.Equal("mailto:" + mail.To.Address, read.GetProperty("attendee").GetString());
        Assert.Equal(mail.To.Name, read.GetProperty("attendeeName").GetString());
        Assert.Equal(Fields, read.GetProperty("properties").EnumerateArray().Select(p => p.GetString()));
    }

    /// <summary>Who has a page answers there; a possible partner has none, and the mail says that the calendar's answer reaches somebody.</summary>
    [Fact]
    public void Only_who_has_no_page_is_asked_to_answer_by_calendar()
    {
        var invited = Samples.Meeting(Language.English, MeetingMailKind.Call);
        Assert.Contains("RSVP=FALSE", Unfolded(invited), StringComparison.Ordinal);
        Assert.Contains("RSVP=TRUE", Unfolded(invited with { Link = null }), StringComparison.Ordinal);
        Assert.Contains("RSVP=FALSE", Unfolded(Samples.Meeting(Language.English, MeetingMailKind.Cancelled) with { Link = null }), StringComparison.Ordinal);

        static string Unfolded(MailContent.Meeting mail) => CalendarText.Of(mail)!.Replace("\r\n ", string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_end_and_fold_as_the_standard_says()
    {
        var text = CalendarText.Of(Awkward(Language.French, MeetingMailKind.Call))!;
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    [Fact]
    public async Task The_mail_offers_it_last_of_its_alternatives()
    {
        var mail = Samples.Meeting(Language.English, MeetingMailKind.Moved);
        var message = MimeMail.Write(mail, await MailRenderer.RenderAsync(mail), new MailboxAddress("hub", "hub@town.example"))!;
        var parts = ((MultipartAlternative)message.Body!).OfType<TextPart>().ToArray();
        Assert.Equal(["text/plain", "text/html", "text/calendar"], parts.Select(p => p.ContentType.MimeType));
        Assert.Equal("REQUEST", parts[2].ContentType.Parameters["method"]);
        using var bytes = new MemoryStream();
        await parts[2].Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(CalendarText.Of(mail), System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
        var reminder = Samples.Meeting(Language.English, MeetingMailKind.Reminder);
        Assert.Equal(2, ((MultipartAlternative)MimeMail.Write(reminder, await MailRenderer.RenderAsync(reminder), new MailboxAddress("hub", "hub@town.example"))!.Body!).Count);
    }

    /// <summary>Commas, semicolons, backslashes, quotation marks and letters of several octets, where the specialist may write them.</summary>
    private static MailContent.Meeting Awkward(Language language, MeetingMailKind kind)
    {
        var mail = Samples.Meeting(language, kind);
        return mail with
        {
            To = mail.To with { Name = "Zoë, née O’Brien; Québec" },
            Time = mail.Time with { Venue = @"Hôtel de ville, salle 2; entrée « nord » \ sous-sol, à côté de l’ascenseur où l’on attend toujours très longtemps" },
        };
    }

    private static async Task<JsonElement> ReadAsync(string calendar)
    {
        using var process = Process.Start(new ProcessStartInfo("node", "read.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        })!;
        await process.StandardInput.WriteAsync(calendar);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        using var read = JsonDocument.Parse(output);
        return read.RootElement.Clone();
    }
}
