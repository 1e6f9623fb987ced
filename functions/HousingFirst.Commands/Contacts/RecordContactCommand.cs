using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime.Text;

namespace HousingFirst.Commands.Contacts;

/// <summary>
/// <c>hub contacts record</c>: records a contact for an agency. It goes the way an agency's own message goes, so that being cut off loses nothing and
/// the same rules hold.
/// </summary>
internal static class RecordContactCommand
{
    public static Command Create(CommandParts parts)
    {
        var agency = CommandParts.As("Who talked: the program or the partner", required: true);
        var with = new Option<string>("--with") { Description = "With whom", HelpName = "AGENCY", Required = true };
        var mode = Text("--mode", $"{Words<ContactMode>()}; without it, the contact was not made", "MODE");
        var attempted = new Option<bool>("--attempted") { Description = "Nobody answered" };
        var reason = Text("--reason", $"Why it was not made: {Words<NotMadeReason>()}", "REASON");
        var on = Text("--on", "The day, 2026-12-31; without it, today", "DAY");
        var (who, topics, followUp) = (Text("--who", "Who talked with whom"), Text("--topics", "What about; nothing about any client"), Text("--follow-up", "What comes next"));
        var confirms = Text("--confirms", "The other's contact whose name and address you asked about", "CONTACT");
        var command = parts.Command(
            "record",
            "Record a contact, an attempt, or why there was none. \"Nothing new\" counts fully: leave --topics out. Leaves an audit entry",
            "hub contacts record --as river-icm --with prairie-hospital --mode phone",
            agency, with, mode, attempted, reason, on, who, topics, followUp, confirms);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (sender, other) = (hub.Agency(parse.GetValue(agency)!), hub.Agency(parse.GetRequiredValue(with)));
            var data = new JsonObject
            {
                ["with"] = other.Id,
                ["on"] = parse.GetValue(on) ?? LocalDatePattern.Iso.Format(hub.At.Today),
                ["outcome"] = parse.GetValue(attempted) ? "attempted" : parse.GetValue(mode) is null ? "notMade" : "made",
            };
            foreach (var (name, option) in (ReadOnlySpan<(string, Option<string?>)>)
                [("mode", mode), ("reason", reason), ("who", who), ("topics", topics), ("followUp", followUp), ("confirms", confirms)])
            {
                if (parse.GetValue(option) is { } value) data[name] = value;
            }

            // The same command again is the same contact.
            var id = "command-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sender.Id + data.ToJsonString())))[..24];
            var message = new JsonObject
            {
                ["specversion"] = "1.0",
                ["type"] = MessageTypes.ContactMade,
                ["source"] = $"/agencies/{sender.Id}",
                ["id"] = id,
                ["data"] = data,
            };
            var body = Encoding.UTF8.GetBytes(message.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
            if (MessageParser.Parse(body, hub.At.Community, hub.At.Now, QueueNames.PartnerActivity, sender.Id) is ParsedMessage.Invalid invalid)
                throw new CommandFailure($"Nothing was recorded:\n{string.Join('\n', invalid.Defects.Select(d => "  " + d))}");
            await hub.Hub.Audit.AddAsync("contacts.record", $"{sender.Id} {other.Id}", cancellation);
            var settled = await hub.Hub.ReceivePartnerActivity.RunAsync(
                new InboundMessage(QueueNames.PartnerActivity, null, body, Signature.Of(hub.Hub.AgencyKeys.Of(sender.Id)[0], body), 1, hub.At.Now), cancellation);
            if (settled is Settlement.DeadLetter refused) throw new CommandFailure($"Nothing was recorded: {refused.Description}");
            await parts.Terminal.Out.WriteLineAsync($"Recorded: {sender.NameEn} with {other.NameEn}.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string?> Text(string name, string description, string? shown = null) => new(name) { Description = description, HelpName = shown ?? "TEXT" };

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]));
}
