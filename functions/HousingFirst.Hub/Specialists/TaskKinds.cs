using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Specialists;

/// <summary>What holds for every task of a kind.</summary>
public static class TaskKinds
{
    /// <summary>The part of the morning mail a kind is in.</summary>
    public static MorningSubject Subject(this SpecialistTaskKind kind) => kind switch
    {
        SpecialistTaskKind.Unanswered => MorningSubject.SilentNotices,
        SpecialistTaskKind.AddressStopped or SpecialistTaskKind.AgencySuspended or SpecialistTaskKind.HubFailed or SpecialistTaskKind.MailDown =>
            MorningSubject.Undelivered,
        SpecialistTaskKind.QueueUnread => MorningSubject.UnreadQueues,
        SpecialistTaskKind.ContactsSilent or SpecialistTaskKind.PartnerQuiet => MorningSubject.ContactsBehind,
        SpecialistTaskKind.Asked or SpecialistTaskKind.ManyUnknownClients
            or SpecialistTaskKind.PartnerSuggested or SpecialistTaskKind.AskAgain or SpecialistTaskKind.RestOver => MorningSubject.Requests,
        SpecialistTaskKind.AttendanceFalls => MorningSubject.Requests,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of task belongs in some part of the morning mail: say which here."),
    };

    /// <summary>
    /// Whether a task goes to the specialist at once, by a mail of its own, besides being in the morning mail: everything but the partner network
    /// and quiet partners, which can wait for the morning.
    /// </summary>
    public static bool GoesAtOnce(this SpecialistTaskKind kind) => !kind.IsOfNetwork() && kind != SpecialistTaskKind.PartnerQuiet;

    /// <summary>Whether it is about an organisation that may become a partner.</summary>
    public static bool IsOfNetwork(this SpecialistTaskKind kind) =>
        kind is SpecialistTaskKind.PartnerSuggested or SpecialistTaskKind.AskAgain or SpecialistTaskKind.RestOver;
}
