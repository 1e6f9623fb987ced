using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>The complex case consultations, every two weeks: what a host, a page or a command asks of them.</summary>
public sealed class ComplexCaseMeetings
{
    internal ComplexCaseMeetings(
        ITables tables,
        string community,
        ClientStore clients,
        ReferenceStore references,
        DirectoryStore partners,
        DirectoryCache directory,
        CycleStore cycles,
        ReadNetwork network,
        DueStore due,
        MailLinks links,
        IMailer mailer,
        TellSpecialist specialist,
        IScrub? scrub)
    {
        Store = new MeetingStore(tables, community);
        Actions = new ActionStore(tables, community);
        Minutes = new MinutesStore(Store);
        ReadAgenda = new ReadAgenda(Store, clients, references);
        ReadRooms = new ReadRooms(ReadAgenda, references);
        CheckOpenText = new CheckOpenText(references);
        NoteAttendance = new NoteAttendance(Store);
        AnswerBefore = new AnswerBefore(Store, ReadAgenda);
        Claim = new ClaimMeetings(cycles, due);
        Series = new SeriesStore(tables, community);
        EditSeries = new EditSeries(Series, partners, directory, Claim, due);
        Prospects = new InvitedProspects(network);
        Invite = new SendInvitations(Store, Prospects, links, mailer, specialist);
        AnswerInvitation = new AnswerInvitation(Store, due);
        Purge = new PurgeMeeting(Store, scrub);
        Leadership = new WatchLeadership(Store, links, mailer, specialist);
        Stages = new MeetingStages(
            Invite,
            Prospects,
            new TellOfMeeting(Store, links, mailer),
            new CountForMeeting(Store, ReadAgenda, Actions),
            new PutOffItems(Store, ReadAgenda),
            Leadership,
            Purge,
            Actions,
            Claim);
    }

    /// <summary>The rule by which meetings come.</summary>
    public SeriesStore Series { get; }

    /// <summary>Changes the rule, or one meeting.</summary>
    public EditSeries EditSeries { get; }

    /// <summary>Claims the meetings ahead.</summary>
    public ClaimMeetings Claim { get; }

    /// <summary>Meetings, their items and guests.</summary>
    public MeetingStore Store { get; }

    /// <summary>Actions agreed at meetings.</summary>
    public ActionStore Actions { get; }

    /// <summary>Minutes of meetings.</summary>
    public MinutesStore Minutes { get; }

    /// <summary>Shows an agenda to one person.</summary>
    public ReadAgenda ReadAgenda { get; }

    /// <summary>Shows a person the rooms of their agencies.</summary>
    public ReadRooms ReadRooms { get; }

    /// <summary>Holds texts to what everyone may read.</summary>
    public CheckOpenText CheckOpenText { get; }

    /// <summary>Notes who was there.</summary>
    public NoteAttendance NoteAttendance { get; }

    /// <summary>Takes what an absent agency says of an item.</summary>
    public AnswerBefore AnswerBefore { get; }

    /// <summary>Takes whether somebody comes.</summary>
    public AnswerInvitation AnswerInvitation { get; }

    /// <summary>Possible partners as guests of the open part.</summary>
    public InvitedProspects Prospects { get; }

    /// <summary>Invites, and brings invitations up to what a meeting is now.</summary>
    public SendInvitations Invite { get; }

    /// <summary>Watches how many agencies come, and the chair's term.</summary>
    public WatchLeadership Leadership { get; }

    /// <summary>Forgets the text of a meeting's case items.</summary>
    public PurgeMeeting Purge { get; }

    /// <summary>What the stages of a meeting do.</summary>
    public MeetingStages Stages { get; }
}
