using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tests.Messaging;

namespace HousingFirst.Hub.Tests.Privacy;

/// <summary>Unmistakable strings, planted wherever a message may hold something about a client, and everything driven with them.</summary>
internal static class Canaries
{
    public const string Note = "CANARYNOTE psychosis";
    public const string Witness = "Canary Witnessname";
    public const string EventId = "canary-event";
    public const string Junk = "CANARYJUNK";

    public const string Program = "CANREF-PRG";
    public const string Hospital = "CANREF-HLT";
    public const string Outreach = "CANREF-OUT";

    /// <summary>Words of labels that no mail may hold: they say what happened.</summary>
    public static readonly string[] Clinical = ["psychos", "psychiatr", "overdose", "surdose", "detox", "custody", "détention", "violence", "arrears", "guardian"];

    public static ClientId Client { get; } = FindClient.NewClient("river-icm", new ClientReference(Program));

    /// <summary>What may leave the hub nowhere at all.</summary>
    public static readonly string[] Secrets = [Note, "CANARYNOTE", Witness, Junk, Client.Value];

    public static readonly string[] References = [Program, Hospital, Outreach];

    /// <summary>Takes a client through everything that can be said about one, well and badly, and lets two weeks pass.</summary>
    public static async Task<IReadOnlyList<Settlement>> DriveAsync(HubWorld world)
    {
        var settled = new List<Settlement>();
        var number = 0;
        async Task Send(string agency, string subject, string code, string extra = "") =>
            settled.Add(await world.ReceiveAsync(world.Change(agency, subject, code, extra, id: $"{EventId}-{++number}")));
        await Send("river-icm", Program, "program.enrolled");
        await Send("river-icm", Program, "team.joined", Member("prairie-hospital", "marieve", "HLT", Hospital));
        await Send("river-icm", Program, "team.joined", Member("bridge-outreach", "luc", "OUT", Outreach));
        await Send("river-icm", Program, "consent.given", Consent("C1", "bridge-outreach", "\"B\",\"housing\"", $"\"spoken\",\"witness\":\"{Witness}\""));
        await Send("river-icm", Program, "consent.given", Consent("C2", "prairie-hospital", "\"B\",\"health\",\"housing\"", "\"written\""));
        await Send("river-icm", Program, "consent.given", Consent("C3", "marieve", "\"R\",\"health\",\"safety\"", "\"written\""));
        foreach (var code in Vocabulary.Current.Codes.Where(c => c.Code is not ("program.enrolled" or "team.joined" or "team.left" or "person.deceased")))
            await Send("river-icm", Program, code.Code, Extra(code));
        await Send("prairie-hospital", Hospital, "away.psychiatric.in");
        await Send("bridge-outreach", Outreach, "safety.crisis");
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
        var failing = world.Change("river-icm", Program, "housing.moveIn", $"\"note\":\"{Note}\"") with { DeliveryCount = 10 };
        settled.Add((await world.Hub.FailMessage.RunAsync(failing, new IOException($"{Note} {Client.Value}"), CancellationToken.None))!);
        return settled;
    }

    /// <summary>Everything a link carries, as text.</summary>
    public static string Decoded(Uri link)
    {
        var token = link.AbsolutePath.Split('/')[^1];
        return Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token.Split('.')[0]));
    }

    public static IEnumerable<Uri> Links(MailContent mail) => mail switch
    {
        MailContent.Notice notice => [notice.Link],
        MailContent.CallTask call => [call.Link],
        MailContent.Digest digest => digest.Lines.Select(l => l.Link),
        _ => [],
    };

    private static string Extra(ChangeCode code)
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
