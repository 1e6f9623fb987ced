using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Commands;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Commands;

/// <summary>Writes a valid event about a client of the fictional community, as one of its agencies would on that day.</summary>
internal sealed class SampleChange
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Instant now;
    private readonly LocalDate today;
    private readonly FictionalCommunity community;

    public SampleChange(Instant now)
    {
        this.now = now;
        today = FictionalCommunity.Settings.Today(now);
        community = new FictionalCommunity(today);
    }

    /// <summary>The event as JSON.</summary>
    /// <exception cref="CommandFailure">The agency isn't one of the fictional community, or agencies don't send this code.</exception>
    public string Write(ChangeCode code, string agency)
    {
        if (code.MaySend == MaySend.Hub) throw new CommandFailure($"{code.Code} is made by the hub itself: no agency sends it. Choose another code.");
        var organisations = community.Organisations();
        var sender = organisations.FirstOrDefault(o => o.Id == agency) ?? throw OpenHub.Unknown(agency, organisations.Select(o => o.Id));
        var (client, subject) = Subject(sender, code);
        var data = new JsonObject { ["change"] = code.Code, ["occurredOn"] = Day(0) };
        foreach (var field in code.Requires.Order()) Add(data, field, client, code);
        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = MessageTypes.ClientChanged,
            ["source"] = $"/agencies/{sender.Id}",
            ["id"] = $"sample-{Guid.NewGuid().ToString("N")[..12]}",
            ["subject"] = subject,
            ["time"] = InstantPattern.General.Format(now),
            ["data"] = data,
        }.ToJsonString(Readable);
    }

    private (ClientState Client, string Subject) Subject(Organisation sender, ChangeCode code)
    {
        var clients = community.Clients();
        if (code.Code == Codes.Enrolled) return (clients[0], $"NEW-{Guid.NewGuid().ToString("N")[..6].ToUpperInvariant()}");
        if (sender.Kind == OrganisationKind.SourceOnly && community.Cards().FirstOrDefault(c => c.Agency == sender.Id) is { } card)
            return (clients.First(c => c.Head.Client == card.Client), card.Reference.Value);
        var (client, member) = clients
            .SelectMany(c => c.Memberships.Select(m => (Client: c, Member: m)))
            .Where(m => m.Member.Agency == sender.Id)
            .OrderByDescending(m => m.Member.Enrolled)
            .First();
        return (client, member.TheirRef.Value);
    }

    private void Add(JsonObject data, ChangeField field, ClientState client, ChangeCode code)
    {
        var consent = client.Consents.First(c => c.IsLive(today));
        switch (field)
        {
            case ChangeField.Deadline:
                data["deadline"] = Day(14);
                break;
            case ChangeField.ExpectedOn:
                data["expectedOn"] = Day(9);
                break;
            case ChangeField.OtherParty:
                data["otherParty"] = client.Memberships.First(m => !m.Enrolled).Agency;
                break;
            case ChangeField.Corrects:
                data["corrects"] = "the-id-of-your-earlier-message";
                break;
            case ChangeField.Note:
                data["note"] = "What the vocabulary has no code for, without a name.";
                break;
            case ChangeField.Consent:
                data["consent"] = new JsonObject
                {
                    ["id"] = "SAMPLE-1",
                    ["recipient"] = client.Memberships.First(m => !m.Enrolled).Agency,
                    ["allows"] = new JsonArray("B", "housing"),
                    ["from"] = Day(0),
                    ["to"] = Day(364),
                    ["method"] = "written",
                    ["form"] = "1",
                };
                break;
            case ChangeField.ConsentId:
                data["consent"] ??= new JsonObject { ["id"] = consent.Id };
                break;
            case ChangeField.ConsentAllows:
                data["consent"] = new JsonObject { ["id"] = consent.Id, ["allows"] = new JsonArray("B") };
                break;
            case ChangeField.Member when code.Code == Codes.Left:
                data["member"] = new JsonObject { ["organisation"] = client.Memberships.First(m => !m.Enrolled).Agency };
                break;
            case ChangeField.Member:
                data["member"] = new JsonObject
                {
                    ["organisation"] = "bridge-outreach",
                    ["contact"] = "amina",
                    ["role"] = "OUT",
                    ["visits"] = true,
                    ["theirRef"] = "BO-999",
                };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "A field without a sample.");
        }
    }

    private string Day(int days) => LocalDatePattern.Iso.Format(today.PlusDays(days));
}
