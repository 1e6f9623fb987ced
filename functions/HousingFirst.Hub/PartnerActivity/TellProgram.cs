using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using NodaTime;

namespace HousingFirst.Hub.PartnerActivity;

/// <summary>
/// Tells a client's program what a partner answered that it must act on: "I can help", or "not for me". At once; a row of due work is written
/// before the answer, so that neither a crash nor a mailer that fails loses it.
/// </summary>
public sealed class TellProgram(ClientStore clients, IMailer mailer, TellSpecialist specialist)
{
    /// <summary>Time for the one who takes the answer to send the mail itself, before the tick does.</summary>
    private static readonly Duration Grace = Duration.FromMinutes(1);

    /// <summary>The due row of an answer; null where the program has nothing to do: "got it", or an answer of its own.</summary>
    /// <param name="notice">The notice, as it was before the answer.</param>
    /// <param name="client">Its client.</param>
    /// <param name="answer">What is answered now.</param>
    /// <param name="now">When (UTC).</param>
    public static DueItem? Due(Notice notice, ClientId client, NoticeAnswer answer, Instant now) =>
        answer == NoticeAnswer.Received || notice.Recipient is not { IsProgram: false } || notice.Answer == Words.Of(answer)
            ? null
            : new DueItem(now + Grace, DueKind.Answer, $"{notice.Id}.{Words.Of(answer)}") { Client = client, About = notice.Id.ToString() };

    /// <summary>Sends the mail, unless the answer was not written after all, or another followed it.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        if (await clients.NoticeAsync(client, item.Notice, cancellation) is not { } notice) return;
        if (item.Id != $"{notice.Id}.{notice.Answer}" || Words.Read(notice.Answer) is not { } answer) return;
        if (await clients.ChangeAsync(client, notice.Id.Change, cancellation) is not { } change) return;
        var state = (await clients.ReadAsync(client, cancellation)).State;
        // A client without a program, or a program nobody of which can be written to: someone must hear of it all the same.
        if ((ComposeMail.ProgramContact(state, at) ?? ComposeMail.SpecialistContact(at)) is not { } reader) return;
        var mail = new MailContent.PartnerAnswer(
            "answer." + item.Id, ComposeMail.Recipient(reader), at.Now, answer, notice.Urgency, Partner(notice, change, reader.Language, at));
        if (await mailer.SendAsync(mail, cancellation) != MailOutcome.Refused) return;
        await specialist.RunAsync(
            SpecialistTaskKind.AddressStopped, mail.MailId, state.Program(at.Today)?.Agency ?? at.Community.LeadOrganisation, reader.Id, at, cancellation);
    }

    /// <summary>Who answered: named for classes A and B only, as everywhere (<see cref="Callers"/>).</summary>
    private static Caller Partner(Notice notice, StoredChange change, Language language, Surroundings at)
    {
        var organisation = at.Directory.Find(notice.Recipient!.Agency);
        var contact = organisation?.Contact(notice.SentTo ?? notice.Recipient.Contact);
        if (organisation is null) return Callers.OfLead(language, at);
        var named = change.Class is PrivacyClass.A or PrivacyClass.B;
        return new Caller(named ? organisation.Name(language) : null, named ? contact?.Name : null, contact?.Phone ?? organisation.Phone);
    }

    /// <summary>The stored words of answers.</summary>
    internal static class Words
    {
        public static string Of(NoticeAnswer answer) => answer switch
        {
            NoticeAnswer.Received => "received",
            NoticeAnswer.CanHelp => "canHelp",
            NoticeAnswer.NotForMe => "notForMe",
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer."),
        };

        public static NoticeAnswer? Read(string? word)
        {
            foreach (var answer in Enum.GetValues<NoticeAnswer>())
            {
                if (Of(answer) == word) return answer;
            }

            return null;
        }
    }
}
