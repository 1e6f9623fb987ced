using System.Reflection;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Architecture;

/// <summary>
/// The types a mail is made from can't hold a client fact (promise 1). Text is the danger: each place for it is named here with where its words
/// come from, and a new one is a red test until somebody has thought about it.
/// </summary>
public sealed class MailTypesTests
{
    /// <summary>Values that say nothing about anyone: how soon, which sort, in which language, from the hub's own closed lists.</summary>
    private static readonly HashSet<Type> Harmless =
    [
        typeof(Urgency), typeof(Language), typeof(NoticeKind), typeof(SpecialistTaskKind), typeof(MailLabel), typeof(DigestSection), typeof(MorningSubject),
        typeof(NoticeAnswer), typeof(SurpriseCause), typeof(ContactMode), typeof(ContactListAsk), typeof(int), typeof(bool),
    ];

    /// <summary>Every place for text, instants or links.</summary>
    private static readonly HashSet<string> Known =
    [
        // Made by the hub from ids and hashes.
        "MailContent.MailId", "MailContent.At",

        // The directory's: public work details.
        "MailRecipient.Contact", "MailRecipient.Name", "MailRecipient.Address",
        "Caller.Organisation", "Caller.Worker", "Caller.Phone",
        "CallListAlternate.Name", "CallListAlternate.Phone", "DigestLine.Organisation", "SpecialistTask.Organisation", "SpecialistTask.Contact", "AgreementsEnd.Organisations", "AgreementsEnd.LastDay",

        // The reader's own signed links.
        "Notice.Link", "DigestLine.Link", "CallTask.Link", "CallListEntry.Link", "NewLink.Link", "MailFooter.Settings", "MailFooter.Ask", "MailFooter.Unsubscribe", "MailFooter.Team",
        "MailFooter.Month",

        // By when to answer, the mail's own day, when the hub received something: never when something happened to a client.
        "Notice.AckBy", "Digest.Day", "Morning.Day", "Rejection.Received", "Receipt.Received",

        // The day of what is still to come: dates may be in mail, times of events never.
        "DigestLine.On",

        // What a partner does for a client, of classes A and B only.
        "CallListEntry.Role",

        // Drawn for the page that asked for it.
        "Code.Digits",

        // Whom a program has talked with this month, and when last: about organisations, by the hub's own counts.
        "ContactList.Month", "ContactList.Until", "ContactLine.Last", "MonthEnd.Report", "MonthEnd.Silent", "MonthEnd.Quiet",

        // What a program and a partner noted of their last talk. It goes to the program alone, and what looks
        // like a client's reference or number was refused when it was recorded.
        "ContactLine.Topics", "ContactLine.FollowUp", "DigestContactList.Until", "DigestContactList.Organisation",

        // The day of the next meeting, and how many of a program's partners come: numbers about organisations.
        "ComingPartners.On",

        // When and where a meeting is: the specialist's settings; and what a calendar tells it apart by.
        "Meeting.Kind", "Meeting.Link", "MeetingTime.Id", "MeetingTime.Starts", "MeetingTime.Ends", "MeetingTime.Venue", "MeetingTime.Join",
        "CalendarEntry.Uid", "CalendarEntry.OrganiserName", "CalendarEntry.OrganiserAddress",

        // A reason's code and defects, which never repeat what was sent.
        "Rejection.Reason", "Rejection.Defects",
    ];

    [Fact]
    public void No_type_of_a_mail_has_a_place_for_a_client_fact()
    {
        var found = Places(typeof(MailContent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MailContent)) && !t.IsAbstract)).ToArray();
        Assert.All(found, place => Assert.True(
            Known.Contains(place),
            $"A mail has a new place for text, a day or a link: {place}. Where do its words come from? Nothing about a client may ever get there; if so, name it here."));
        Assert.All(Known, place => Assert.True(found.Contains(place), $"{place} is not in any mail any more: take it off."));
    }

    [Fact]
    public void The_words_of_a_label_are_the_vocabularys_or_the_urgencys()
    {
        Assert.Empty(typeof(MailLabel).GetConstructors());
        var makers = typeof(MailLabel).GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.ReturnType == typeof(MailLabel)).ToArray();
        Assert.Equal(["Generic", "Of"], makers.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.All(makers, m => Assert.Contains(Assert.Single(m.GetParameters()).ParameterType, (Type[])[typeof(ChangeCode), typeof(Urgency)]));
        Assert.All(typeof(MailLabel).GetProperties(), p => Assert.Null(p.SetMethod));
    }

    [Fact]
    public void A_place_for_a_client_would_be_found()
    {
        Assert.Equal(
            ["Leaf.Reference", "Leaky.Client", "Leaky.Facet", "Leaky.Note", "Leaky.OccurredOn"], Places([typeof(Leaky)]).Order(StringComparer.Ordinal));
    }

    /// <summary>The places of these types and of all they hold that aren't harmless.</summary>
    private static HashSet<string> Places(IEnumerable<Type> types)
    {
        var (found, seen, open) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<Type>(), new Queue<Type>(types));
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            const BindingFlags Held = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            foreach (var property in type.GetProperties(Held).Where(p => p.Name != "EqualityContract" && p.GetIndexParameters().Length == 0))
            {
                var of = Inner(property.PropertyType);
                if (Harmless.Contains(of)) continue;
                if (!of.IsEnum && (of.Assembly == typeof(MailContent).Assembly || of.Assembly == typeof(MailTypesTests).Assembly)) open.Enqueue(of);
                else found.Add($"{property.DeclaringType!.Name}.{property.Name}");
            }
        }

        return found;
    }

    private static Type Inner(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsGenericType && bare != typeof(string) ? Inner(bare.GetGenericArguments()[0]) : bare;
    }

    private sealed record Leaky(ClientId Client, string? Note, IReadOnlyList<Leaf> Leaves, LocalDate OccurredOn, Facet Facet);

    private sealed record Leaf(ClientReference Reference);
}
