using System.Text;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Teams;
using Xunit;

namespace HousingFirst.Contracts.Teams;

/// <summary>Imports a teams sheet into a world, and does what the queue would.</summary>
public static class TeamsSteps
{
    public const string Heads = "client,since,partner,contact,role,visits,partner_reference,consent,consent_to,allows,from,to,method,witness,form\n";

    /// <summary>Imports a sheet; its messages are on the queue, not taken.</summary>
    public static Task<TeamsImport> ImportAsync(this HubWorld world, string csv, string program = "river-icm", bool dryRun = false, bool tell = false) =>
        world.Hub.ImportTeams.RunAsync(Encoding.UTF8.GetBytes(csv), program, new TeamsSettings(dryRun, tell), CancellationToken.None).AsTask();

    /// <summary>Imports a sheet that must be right, and takes what it put on the queue.</summary>
    public static async Task<TeamsPlan> LoadAsync(this HubWorld world, string csv, string program = "river-icm", bool tell = false)
    {
        var queued = Assert.IsType<TeamsImport.Queued>(await world.ImportAsync(csv, program, tell: tell));
        await world.TakeOwnAsync(queued.Messages);
        return queued.Plan;
    }

    /// <summary>What is wrong with a sheet.</summary>
    public static async Task<IReadOnlyList<SheetDefect>> DefectsAsync(this HubWorld world, string csv, string program = "river-icm") =>
        Assert.IsType<TeamsImport.Refused>(await world.ImportAsync(csv, program)).Defects;

    /// <summary>Takes the hub's own messages, all or those named, as its pump would.</summary>
    public static async Task TakeOwnAsync(this HubWorld world, IReadOnlyCollection<string>? ids = null, int delivery = 1)
    {
        foreach (var message in world.Queues.Messages.Where(m => m.Queue == QueueNames.ClientChanges && (ids is null || ids.Contains(m.MessageId))))
            Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Own(message, delivery)));
    }

    /// <summary>One of the hub's own messages as its queue gives it back.</summary>
    public static InboundMessage Own(this HubWorld world, OutgoingMessage message, int delivery = 1) => new(
        message.Queue, message.MessageId, message.Body, message.Properties[Signature.Property], delivery, world.Clock.GetCurrentInstant());

    /// <summary>A client by a program's reference.</summary>
    public static async Task<ClientState> ClientAsync(this HubWorld world, string reference, string program = "river-icm")
    {
        var client = await world.Hub.References.FindAsync(program, new ClientReference(reference), CancellationToken.None);
        Assert.NotNull(client);
        return (await world.Hub.Clients.ReadAsync(client.Value, CancellationToken.None)).State;
    }
}
