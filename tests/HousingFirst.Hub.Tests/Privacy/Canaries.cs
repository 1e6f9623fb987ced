using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tests.Messaging;
using HousingFirst.Mail;
using NodaTime;

namespace HousingFirst.Hub.Tests.Privacy;

/// <summary>Unmistakable strings, planted wherever a message may hold something about a client, and everything driven with them.</summary>
internal static class Canaries
{
    public const string Note = "CANARYNOTE psychosis, charged with CANARYCHARGE, at 412 Canary Street";
    public const string Witness = "Canary Witnessname";
    public const string EventId = "canary-event";
    public const string Junk = "CANARYJUNK";

    public const string Program = "CANREF-PRG";
    public const string Hospital = "CANREF-HLT";
    public const string Outreach = "CANREF-OUT";
    public const string Counsel = "CANREF-JUS";

    /// <summary>The day on which everything happens: no mail may say it.</summary>
    public static readonly LocalDate OccurredOn = new(2026, 10, 13);

    /// <summary>Ways to write that day.</summary>
    public static readonly string[] Days = ["2026-10-13", "13\u00A0October", "13 October", "October 13", "13\u00A0octobre", "13 octobre"];

    /// <summary>The words of the codes about what is sensitive: which of them it was is what no mail may say.</summary>
    public static readonly string[] CodeWords =
        [.. Vocabulary.Current.Codes.Where(c => c.Class is PrivacyClass.C or PrivacyClass.R).SelectMany(c => (string[])[c.Code, c.LabelEn, c.LabelFr])];

    /// <summary>Words of labels that no mail may hold: they say what happened.</summary>
    public static readonly string[] Clinical = ["psychos", "psychiatr", "overdose", "surdose", "detox", "custody", "détention", "violence", "arrears", "guardian"];

    public static ClientId Client { get; } = FindClient.NewClient("river-icm", new ClientReference(Program));

    /// <summary>What may leave the hub nowhere at all.</summary>
    public static readonly string[] Secrets = [Note, "CANARYNOTE", "CANARYCHARGE", "Canary Street", Witness, Junk, Client.Value];

    public static readonly string[] References = [Program, Hospital, Outreach, Counsel];

    /// <summary>Takes a client through everything that can be said about one, well and badly, and lets two weeks pass.</summary>
    public static async Task<IReadOnlyList<Settlement>> DriveAsync(HubWorld world)
    {
        var settled = new List<Settlement>();
        var number = 0;
        async Task Send(string agency, string subject, string code, string extra = "", LocalDate? day = null) =>
            settled.Add(await world.ReceiveAsync(world.Change(agency, subject, code, extra, id: $"{EventId}-{++number}", occurredOn: day)));
        await world.RenewAgreementAsync("legal-aid");
        // Ends in two weeks: the specialist is warned a week before.
        await world.ChangeAsync("coordinated-access", o => o with { Agreement = o.Agreement! with { Ends = new LocalDate(2026, 12, 15) } });
        await Send("river-icm", Program, "program.enrolled");
        await Send("river-icm", Program, "team.joined", Member("prairie-hospital", "marieve", "HLT", Hospital));
        await Send("river-icm", Program, "team.joined", Member("bridge-outreach", "luc", "OUT", Outreach));
        await Send("river-icm", Program, "team.joined", Member("legal-aid", "noor", "JUS", Counsel));
        await Send("river-icm", Program, "consent.given", Consent("C4", "legal-aid", "\"B\",\"justice\",\"housing\"", "\"written\""));
        await Send("river-icm", Program, "consent.given", Consent("C1", "bridge-outreach", "\"B\",\"housing\"", $"\"spoken\",\"witness\":\"{Witness}\""));
        await Send("river-icm", Program, "consent.given", Consent("C2", "prairie-hospital", "\"B\",\"health\",\"housing\"", "\"written\""));
        await Send("river-icm", Program, "consent.given", Consent("C3", "marieve", "\"R\",\"health\",\"safety\"", "\"written\""));
        foreach (var code in Vocabulary.Current.Codes.Where(c => c.Code is not ("program.enrolled" or "team.joined" or "team.left" or "person.deceased")))
            await Send("river-icm", Program, code.Code, Extra(code), OccurredOn);
        await Send("prairie-hospital", Hospital, "away.psychiatric.in");
        await Send("bridge-outreach", Outreach, "safety.crisis");
        await ByCardAsync(world, settled);
        foreach (var (notice, answer) in world.NoticesOf("prairie-hospital").Zip(["canHelp", "notForMe"]))
            settled.Add(await world.ReceiveAsync(world.Acknowledge("prairie-hospital", Hospital, notice, answer)));
        await Send("river-icm", Program, "correction.issued", $"\"corrects\":\"{EventId}-9\"");
        await Send("river-icm", Program, "consent.revoked", "\"consent\":{\"id\":\"C2\"}");

        await Send("river-icm", Program, Junk);
        await Send("river-icm", Junk, "housing.moveIn");
        await Send("bridge-outreach", Outreach, "housing.moveIn", $"\"alsoTell\":[\"{Junk}\"],\"{Junk}\":\"{Junk}\",\"deadline\":\"{Junk}\"");
        await Send("river-icm", Program, "assessment.done", $"\"note\":\"{Note}\"");
        await Send("river-icm", Program, "safety.conflict", $"\"note\":\"{Note} HF-7Q2K\"");
        settled.Add(await world.ReceiveAsync(world.Signed("bridge-outreach", $"{{\"{Junk}\": {Junk}", QueueNames.ClientChanges)));
        settled.Add(await world.ReceiveAsync(world.Signed("bridge-outreach", $"{{\"id\":\"{EventId}-x\",\"{Junk}\":\"{Junk}\"}}", QueueNames.PartnerActivity)));
        settled.Add(await world.ReceiveAsync(world.Change("river-icm", Program, "housing.moveIn", $"\"note\":\"{Note}\"") with { Signature = Junk }));
        settled.Add(await world.ReceiveAsync(world.Acknowledge("bridge-outreach", Outreach, Junk)));
        settled.Add(await world.ReceiveAsync(world.Activity(
            "bridge-outreach", MessageTypes.SpecialistRequested, $"\"about\":\"mediation\",\"with\":\"river-icm\",\"note\":\"{Note}\"", Outreach, EventId + "-ask")));
        settled.Add(await world.ReceiveAsync(world.Activity(
            "prairie-hospital", MessageTypes.SurpriseReported, "\"change\":\"away.psychiatric.in\"", Hospital, EventId + "-surprise")));
        settled.Add(await world.ReceiveAsync(world.Activity("bridge-outreach", MessageTypes.SurpriseReported, string.Empty, Junk, EventId + "-stranger")));
        settled.Add(await world.ReceiveAsync(world.Activity(
            "river-icm", MessageTypes.MeetingItem, $"\"part\":\"case\",\"text\":\"{Note}\",\"voice\":\"sendsMessage\",\"voiceText\":\"{Note}\",\"needs\":[\"legal-aid\"]", Program, EventId + "-item")));
        settled.Add(await world.ReceiveAsync(world.Activity(
            "bridge-outreach", MessageTypes.MeetingItem, $"\"part\":\"open\",\"text\":\"about {Outreach}, {Note}\"", null, EventId + "-open")));
        await AskedForAsync(world);
        // The month's reminders and its report leave in the days that follow; what November has of it leaves now.
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.Hub.Contacts.Stages.ClaimAsync("contacts-2026-11", await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);
        await world.Hub.Meetings.Claim.RunAsync(await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);
        await world.Hub.SendMorning.PlanAsync(await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);
        var failing = world.Change("river-icm", Program, "housing.moveIn", $"\"note\":\"{Note}\"") with { DeliveryCount = 10 };
        settled.Add((await world.Hub.FailMessage.RunAsync(failing, new IOException($"{Note} {Client.Value}"), CancellationToken.None))!);
        return settled;
    }

    /// <summary>Police report by card, and the program's worker answers: the unit gets its receipt.</summary>
    private static async Task ByCardAsync(HubWorld world, List<Settlement> settled)
    {
        var before = world.NoticesOf("river-icm").Count;
        settled.Add(await world.ReceiveAsync(world.Change("downtown-police", "DP-K7", "safety.incident", id: EventId + "-card")));
        foreach (var notice in world.NoticesOf("river-icm").Skip(before))
            settled.Add(await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", notice)));
    }

    /// <summary>What readers ask for themselves: a code, a new link, and no mail any more.</summary>
    private static async Task AskedForAsync(HubWorld world)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var link = world.Mailer.To("luc").OfType<MailContent.Notice>().First().Link.Segments[^1];
        var held = (await world.Hub.OpenLink.ReadAsync(link, LinkPurpose.Open, CancellationToken.None))!;
        await world.Hub.Codes.SendAsync(held.Contact, CancellationToken.None);
        await world.Hub.SendNewLink.RunAsync(held, await world.Hub.OpenLink.CallAsync(held, CancellationToken.None), CancellationToken.None);
        await world.Hub.StopAddress.RunAsync("luc", StopReason.Unsubscribed, at, CancellationToken.None);
    }

    /// <summary>Everything a link carries, as text.</summary>
    public static string Decoded(Uri link)
    {
        var token = link.AbsolutePath.Split('/')[^1];
        return Base64Url.IsValid(token.Split('.')[0]) ? Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])) : string.Empty;
    }

    /// <summary>The links of a mail as it is sent, whatever its sort.</summary>
    public static IEnumerable<Uri> Links(RenderedMail mail) => Regex.Matches(mail.Text, "https?://\\S+").Select(m => new Uri(m.Value));

    /// <summary>What a code requires, as JSON members.</summary>
    public static string Extra(ChangeCode code)
    {
        var data = Samples.DataOf(code, everything: false);
        if (data["consent"] is JsonObject) data["consent"] = new JsonObject { ["id"] = Junk };
        if (data.ContainsKey("otherParty")) data["otherParty"] = "prairie-hospital";
        if (Hub.Messaging.ChangeFields.Of(code).Any(f => f.Field.Name == "note")) data["note"] = Note;
        data.Remove("change");
        data.Remove("occurredOn");
        return data.ToJsonString()[1..^1];
    }

    private static string Member(string agency, string contact, string role, string reference) =>
        $"\"member\":{{\"organisation\":\"{agency}\",\"contact\":\"{contact}\",\"role\":\"{role}\",\"visits\":true,\"theirRef\":\"{reference}\"}}";

    private static string Consent(string id, string recipient, string allows, string method) =>
        $"\"consent\":{{\"id\":\"{id}\",\"recipient\":\"{recipient}\",\"allows\":[{allows}],\"from\":\"2026-12-01\",\"to\":\"2027-11-30\",\"method\":{method},\"form\":\"2026-1\"}}";
}
