using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Core.Tests.Meetings;

/// <summary>No agency ever sees an item, a reference or a co-participant outside its room.</summary>
public sealed class RoomTests
{
    private static readonly LocalDate Today = new(2026, 12, 7);

    private static readonly LocalDate MeetingDay = new(2026, 12, 9);

    private static readonly Community Town = new("town", "Town", "Ville", DateTimeZone.Utc, "lead", HolidayCalendar.Alberta(), 600);

    private static readonly Meeting Meeting = new("meetings-2026-12-09", MeetingDay, new LocalTime(13, 30), 90, DateTimeZone.Utc);

    private static readonly string[] Agencies = ["program", "hospital", "landlord", "income", "outreach", "police"];

    private static readonly Gen<string> AnyAgency = Gen.Int[0, Agencies.Length - 1].Select(i => Agencies[i]);

    private static readonly Gen<Membership[]> AnyTeam =
        from others in Gen.Shuffle(Agencies.Skip(1).ToArray())
        from count in Gen.Int[0, 5]
        from roles in Gen.Enum<Role>().Array[5]
        from ended in Gen.Int[-24, 4].Select(n => n < -2 ? (LocalDate?)null : Today.PlusDays(n)).Array[5]
        select (Membership[])
        [
            Member("program", Role.PRG, 0, null, enrolled: true),
            .. others.Take(count).Select((a, i) => Member(a, roles[i], i + 1, ended[i], enrolled: false)),
        ];

    private static readonly Gen<ConsentRecord> AnyConsent =
        from agency in AnyAgency
        from named in Gen.Bool
        from allows in Gen.Int[0, 255]
        from starts in Gen.Int[-30, 3]
        from length in Gen.Int[0, 40]
        from withdrawn in Gen.Int[0, 4].Select(n => n == 0)
        from id in Gen.Int[0, 999]
        let method = (allows & (int)Allows.Health) != 0 ? ConsentMethod.Written : ConsentMethod.Spoken
        select new ConsentRecord(
            $"K{id}", named ? agency + "-worker" : agency, (Allows)allows, Today.PlusDays(starts), Today.PlusDays(starts + length), withdrawn ? Today : null, method, null, "1");

    private static readonly Gen<ClientState> AnyClient =
        from id in Gen.Int[0, 9]
        from team in AnyTeam
        from consents in AnyConsent.Array[0, 12]
        from dead in Gen.Int[0, 6].Select(n => n == 0)
        from plan in Gen.Int[-20, Agencies.Length - 1].Select(n => n < 0 ? null : Agencies[n] + "-worker")
        select new ClientState(
            ClientHead.New(new ClientId($"client-{id}")) with { Deceased = dead ? "d" : null, Plan = plan is null ? null : new SafetyPlan("p", [plan]) },
            [.. team.Select(m => m with { TheirRef = new ClientReference($"{m.Agency}-{id}") })],
            [.. consents]);

    private static readonly Gen<Scene> AnyScene =
        from clients in AnyClient.Array[1, 4]
        from bringers in AnyAgency.Array[8]
        from facets in Gen.Enum<Facet>().Array[8]
        from needs in AnyAgency.Array[0, 2].Array[8]
        from attending in Gen.Bool.Array[Agencies.Length]
        from colleague in Gen.Bool.Array[Agencies.Length]
        from lapsed in Gen.Int[0, 5].Select(n => n == 0).Array[Agencies.Length]
        let known = clients.DistinctBy(c => c.Head.Client).ToArray()
        select new Scene(
            known,
            [
                .. Enumerable.Range(0, 8).Select(i => new AgendaItem($"item-{i}", MeetingPart.Case, bringers[i], Instant.FromUnixTimeSeconds(i))
                {
                    Body = "b",
                    Text = new ItemText($"words-{i}"),
                    Answers = [new EarlyAnswer(bringers[(i + 1) % 8], new ItemText($"answer-{i}"))],
                    Client = known[i % known.Length].Head.Client,
                    Facet = facets[i],
                    Needs = [.. needs[i].Distinct()],
                }),
            ],
            [.. Agencies.Where((_, i) => attending[i]).Select((a, i) => new Viewer(a, colleague[i] ? a + "-colleague" : a + "-worker"))],
            [.. Agencies.Where((_, i) => lapsed[i])]);

    /// <summary>
    /// Said a second time, flat and from the rules alone: whoever sees an item is on the client's living team, under an agreement, under a consent of their
    /// own that covers it today and on the day, inside the ceilings, named where a safety plan is in force; and somebody else in that room comes.
    /// </summary>
    [Fact]
    public void Nobody_sees_what_is_outside_their_room() => AnyScene.Sample(
        scene =>
        {
            var at = scene.At;
            foreach (var viewer in Agencies.SelectMany(a => (Viewer[])[new(a, null), new(a, a + "-worker"), new(a, a + "-colleague")]))
            {
                var agenda = Agenda.Of(viewer, Meeting, scene.Items, scene.Attending, scene.States, at);
                foreach (var line in agenda.Cases)
                {
                    var item = scene.Items.Single(i => i.Id == line.Item.Id);
                    var client = scene.States[item.Client!.Value];
                    Assert.True(MayHear(viewer.Agency, viewer.Contact, client, item.Facet, scene), "the viewer");
                    Assert.Contains(Agencies, a => a != viewer.Agency && Comes(a, client, item.Facet, scene));
                    Assert.True(MayHear(item.By, null, client, item.Facet, scene) || MayHear(item.By, item.By + "-worker", client, item.Facet, scene), "nobody may speak");
                    Assert.Equal($"{viewer.Agency}-{client.Head.Client.Value[^1]}", line.Reference.Value);
                    Assert.Null(line.Item.Client);
                    var isProgram = viewer.Agency == "program";
                    if (!isProgram) Assert.Empty(line.With);
                    foreach (var said in item.Answers.Where(a => line.Item.Answers.Any(l => l.Text == a.Text)))
                    {
                        Assert.True(MayHear(said.Agency!, null, client, item.Facet, scene) || MayHear(said.Agency!, said.Agency + "-worker", client, item.Facet, scene));
                        if (!isProgram && said.Agency != viewer.Agency) Assert.DoesNotContain(line.Item.Answers, a => a.Agency == said.Agency);
                    }

                    if (!isProgram && item.By != viewer.Agency) Assert.Empty(line.Item.Needs);
                    if (!isProgram && item.By != viewer.Agency && item.By != "program") Assert.Null(line.By);
                }

                foreach (var shared in agenda.Shared)
                {
                    var client = scene.States.Values.Single(c => shared.Reference.Value == $"{viewer.Agency}-{c.Head.Client.Value[^1]}");
                    Assert.True(MayHear(viewer.Agency, viewer.Contact, client, null, scene));
                    Assert.Contains(Agencies, a => a != viewer.Agency && Comes(a, client, null, scene));
                    if (viewer.Agency != "program") Assert.Empty(shared.With);
                }

                Assert.All(agenda.Hidden, i => Assert.Equal((viewer.Agency, null, null, null), (i.By, i.Text?.Value, i.VoiceText?.Value, i.Client?.Value)));
            }
        },
        iter: 3000);

    /// <summary>And the other way round: what the rules let somebody see, they see.</summary>
    [Fact]
    public void Everybody_sees_what_is_in_their_room() => AnyScene.Sample(
        scene =>
        {
            foreach (var item in scene.Items)
            {
                var client = scene.States[item.Client!.Value];
                if (!MayHear(item.By, null, client, item.Facet, scene)) continue;
                foreach (var agency in Agencies.Where(a => MayHear(a, null, client, item.Facet, scene)))
                {
                    if (!Agencies.Any(a => a != agency && Comes(a, client, item.Facet, scene))) continue;
                    var agenda = Agenda.Of(new Viewer(agency, null), Meeting, scene.Items, scene.Attending, scene.States, scene.At);
                    Assert.Contains(item.Id, agenda.Cases.Select(c => c.Item.Id));
                }
            }
        },
        iter: 2000);

    [Fact]
    public void A_withdrawn_consent_takes_the_item_out_of_every_room_at_once()
    {
        var consent = new ConsentRecord("K1", "hospital", Allows.B, Today.PlusDays(-9), Today.PlusDays(90), null, ConsentMethod.Written, null, "1");
        var client = new ClientState(
            ClientHead.New(new ClientId("client-1")),
            [Member("program", Role.PRG, 0, null, enrolled: true), Member("hospital", Role.HLT, 1, null, enrolled: false)],
            [consent]);
        var item = new AgendaItem("item-1", MeetingPart.Case, "program", Instant.MinValue) { Body = "b", Text = new("words"), Client = client.Head.Client };
        var scene = new Scene([client], [item], [new("program", "program-worker"), new("hospital", "hospital-worker")], []);
        Assert.Equal(2, Seeing(scene));
        Assert.Equal(0, Seeing(scene with { Clients = [client with { Consents = [consent with { Withdrawn = Today }] }] }));
        Assert.Equal(0, Seeing(scene with { Clients = [client with { Consents = [consent with { To = Today }] }] })); // Over before the meeting.
        Assert.Equal(0, Seeing(scene with { Clients = [client with { Head = client.Head with { Deceased = "d" } }] }));
        Assert.Equal(0, Seeing(scene with { Clients = [client with { Head = client.Head with { Plan = new SafetyPlan("p", []) } }] }));
        Assert.Equal(1, Seeing(scene with { Attending = [new("hospital", "hospital-worker")] })); // The hospital would talk with nobody; the program may answer before.

        static int Seeing(Scene scene) => Agencies.Count(a => !Agenda.Of(new Viewer(a, null), Meeting, scene.Items, scene.Attending, scene.States, scene.At).Cases.IsEmpty);
    }

    private static bool Comes(string agency, ClientState client, Facet? facet, Scene scene) =>
        scene.Attending.Any(v => v.Agency == agency && MayHear(agency, v.Contact, client, facet, scene));

    /// <summary>Said flat. Without a facet it is the mere fact of being on the team: class A.</summary>
    private static bool MayHear(string agency, string? contact, ClientState client, Facet? facet, Scene scene)
    {
        if (client.Head.Deceased is not null || agency == "police" || scene.Lapsed.Contains(agency)) return false;
        if (client.Memberships.SingleOrDefault(m => m.Agency == agency) is not { } member) return false;
        if (member.Ended is { } ended && ended <= MeetingDay) return false;
        if (member.Enrolled) return true;
        var worker = agency + "-worker";
        if (client.Head.Plan is { } plan && (!plan.Named.Contains(worker) || contact != worker)) return false;
        if (member.Role == Role.HSG && facet is not (null or Facet.None)) return false;
        if (facet is { } f && f != Facet.None && !Ceilings.Allow(member.Role, PrivacyClass.B, f)) return false;
        return Covers(Today) && Covers(MeetingDay);

        bool Covers(LocalDate day) => client.Consents.Any(c =>
            (c.Recipient == agency || (c.Recipient == worker && contact == worker))
            && c.Withdrawn is null && c.From <= day && day <= c.To
            && facet switch
            {
                null => true,
                Facet.None => c.Allows.HasFlag(Allows.B),
                { } touched => c.Allows.HasFlag(Enum.Parse<Allows>(touched.ToString())) && !(touched == Facet.Health && c.Method == ConsentMethod.Spoken),
            });
    }

    private static Membership Member(string agency, Role role, int order, LocalDate? ended, bool enrolled) =>
        new(agency, agency + "-worker", role, false, Today.PlusDays(-100), ended, new ClientReference(agency + "-1"), enrolled, order);

    private sealed record Scene(ClientState[] Clients, AgendaItem[] Items, HashSet<Viewer> Attending, HashSet<string> Lapsed)
    {
        public IReadOnlyDictionary<ClientId, ClientState> States => Clients.ToDictionary(c => c.Head.Client);

        public Surroundings At => new(
            Town,
            new PartnerDirectory(
                Agencies.Select(a => new Organisation(
                    a, a, a, a == "police" ? OrganisationKind.SourceOnly : a == "program" ? OrganisationKind.FundedProgram : OrganisationKind.Partner,
                    Agreement.Until(Lapsed.Contains(a) ? MeetingDay.PlusDays(-1) : MeetingDay.PlusDays(90)), false, null, "1", [])),
                1),
            Today.AtMidnight().InUtc().ToInstant() + Duration.FromHours(12));
    }
}
