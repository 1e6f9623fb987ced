using CsCheck;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Tests.Escalating;

/// <summary>Any day on which something urgent happens around one client of the fictional community.</summary>
/// <param name="Change">What happens.</param>
/// <param name="Plan">Whether a safety plan is in force.</param>
/// <param name="Contacts">What each contact is like that day, by <see cref="People"/>.</param>
/// <param name="Withdrawn">Consents withdrawn, each so many minutes after.</param>
/// <param name="Acts">What people do, each so many minutes after.</param>
/// <param name="Hour">The hour at which it happens (UTC), from the community's first day on.</param>
/// <param name="Down">For how many minutes from the change on the mailer fails.</param>
internal sealed record UrgentDay(
    (string Agency, string Subject, string Code, string Extra) Change, bool Plan, PersonThatDay[] Contacts, (string Consent, int Minute)[] Withdrawn,
    (Act Act, int Line, int Minute)[] Acts, int Hour, int Down)
{
    public static readonly (string Agency, string Contact)[] People =
    [
        ("river-icm", "dana"), ("river-icm", "sam"), ("bridge-outreach", "luc"), ("bridge-outreach", "amina"), ("prairie-hospital", "marieve"), ("prairie-hospital", "tom"),
        ("income-support", "gurpreet"), ("coordinated-access", "ines"), ("southside-housing", "morgan"),
    ];

    private static readonly (string, string, string, string)[] Changes =
    [
        ("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""),
        ("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-04\""),
        ("river-icm", "HF-7Q2K", "housing.lost", ""),
        ("river-icm", "HF-7Q2K", "program.worker", "\"urgency\":\"U4\""),
        ("river-icm", "HF-7Q2K", "client.missing", ""),
        ("prairie-hospital", "PH-0018", "safety.crisis", ""),
        ("river-icm", "HF-7Q2K", "person.deceased", ""),
        ("downtown-police", "DP-K7", "safety.incident", ""),
        ("bridge-outreach", "BO-204", "housing.unsafe", "\"urgency\":\"U3\""),
        ("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}"),
    ];

    public static readonly Gen<UrgentDay> Any = Gen.Select(
        Gen.OneOf(Changes),
        Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
        Person.Array[People.Length],
        Gen.Select(Gen.OneOf("K1", "K4", "K6", "K7", "K8"), Gen.Int[0, 600]).Array[0, 2],
        Gen.Select(Gen.OneOf(Enum.GetValues<Act>()), Gen.Int[0, 20], Gen.Int[1, 2000]).Array[0, 8],
        Gen.Int[0, 47],
        Gen.OneOf(0, 0, 0, 20, 400)).Select((change, plan, contacts, withdrawn, acts, hour, down) =>
            new UrgentDay(change, plan, contacts, withdrawn, acts, hour, down));

    private static Gen<PersonThatDay> Person => Gen.Select(
        Gen.Int[-3, People.Length - 1],
        Gen.Frequency((4, Gen.Const(Channel.Mail)), (2, Gen.Const(Channel.Both)), (1, Gen.Const(Channel.Phone))),
        Gen.Frequency((6, Gen.Const(MailOutcome.Sent)), (1, Gen.Const(MailOutcome.Refused)), (1, Gen.Const(MailOutcome.Unknown))),
        Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true)))).Select((alternate, channel, outcome, shared, stopped) =>
            new PersonThatDay(alternate < 0 ? null : People[alternate].Contact, channel, outcome, shared, stopped));

    public override string ToString() =>
        $"{Change} at {Hour}h{(Plan ? ", safety plan" : "")}; down {Down}; {string.Join(", ", Contacts.Select((c, i) => $"{People[i].Contact}={c}"))}; withdrawn {string.Join(",", Withdrawn)}; acts {string.Join(",", Acts)}";
}

/// <summary>What a contact is like.</summary>
internal sealed record PersonThatDay(string? Alternate, Channel Channel, MailOutcome Mail, bool Shared, bool Stopped)
{
    public override string ToString() => $"[{Alternate} {Channel} {Mail}{(Shared ? " shared" : "")}{(Stopped ? " stopped" : "")}]";
}

/// <summary>What someone does about a line.</summary>
internal enum Act
{
    Received,
    CanHelp,
    NotForMe,
    Fetched,
    Called,
    LeftMessage,
}
