using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.MonthEnd;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Surprises;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>The monthly contacts: what a host, a page or a command asks of them.</summary>
public sealed class MonthlyContacts
{
    internal MonthlyContacts(
        ITables tables,
        ClientStore clients,
        SurpriseStore surprises,
        CycleStore cycles,
        ReadNetwork network,
        MessageInbox inbox,
        EditOrganisation edit,
        MeetingStore meetings,
        DirectoryCache directory,
        AuditLog audit,
        DueStore due,
        TaskStore tasks,
        IMailer mailer,
        TellSpecialist specialist,
        HubOptions options,
        ILoggerFactory logs)
    {
        Store = new ContactStore(tables, options.Community);
        Receive = new ReceiveContact(new RecordContact(Store, inbox), edit);
        var resting = new RestingPartners(network);
        var release = new ReleasePartners(resting);
        var topics = new ReadOpenTopics(Store);
        var coming = new CountComing(meetings);
        var lines = new WriteContactLines(topics);
        ReadList = new ReadMonthList(Store, topics, resting, coming);
        RecordByLink = new RecordByLink(Receive, directory, audit, options);
        InDigest = new DigestContacts(Store, lines, coming);
        var ends = new MonthEndStore(tables, options.Community);
        ReadPrograms = new ReadMonthPrograms(Store, cycles);
        ReadEnd = new ReadMonthEnd(ReadPrograms, ends, new CountCoverage(clients, due), surprises);
        var open = new OpenMonth(Store, resting);
        Stages = new ContactStages(
            open,
            new RemindProgram(Store, release, lines, coming, mailer, specialist, due, logs.CreateLogger<RemindProgram>()),
            new CloseMonth(Store, release),
            new ReportMonth(ReadEnd, ends, specialist, tasks, new SendMonthEnd(ends, mailer, specialist, logs.CreateLogger<SendMonthEnd>()), due),
            resting,
            cycles,
            due);
        ReadWhoNext = new ReadWhoNext(Store, open);
        ReadPlan = new ReadContactPlan(cycles, Store, Stages, open, release, directory);
    }

    /// <summary>The months of contacts.</summary>
    public ContactStore Store { get; }

    /// <summary>Takes that two organisations have talked, whoever says so and by whatever way.</summary>
    public ReceiveContact Receive { get; }

    /// <summary>The contacts of this month for an organisation's own people.</summary>
    public ReadMonthList ReadList { get; }

    /// <summary>Records a contact from the page of the month.</summary>
    public RecordByLink RecordByLink { get; }

    /// <summary>The contacts of the month in a program's digest.</summary>
    public DigestContacts InDigest { get; }

    /// <summary>The numbers of a month, program by program.</summary>
    public ReadMonthPrograms ReadPrograms { get; }

    /// <summary>How a month stands, or ended.</summary>
    public ReadMonthEnd ReadEnd { get; }

    /// <summary>What the stages of a month do.</summary>
    public ContactStages Stages { get; }

    /// <summary>Who should meet whom next.</summary>
    public ReadWhoNext ReadWhoNext { get; }

    /// <summary>What a month will do, when and to whom.</summary>
    public ReadContactPlan ReadPlan { get; }
}
