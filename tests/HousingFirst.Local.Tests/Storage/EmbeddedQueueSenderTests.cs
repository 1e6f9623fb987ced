using HousingFirst.Contracts.Queues;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Tests.Storage;

public sealed class EmbeddedQueueSenderTests : QueueSenderContract
{
    private readonly DataFolder folder = new();
    private HubDatabase? database;

    protected override ValueTask<IQueueSender> OpenAsync()
    {
        database = folder.Open();
        return new(database.Queues);
    }

    protected override async ValueTask CloseAsync()
    {
        if (database is not null) await database.DisposeAsync();
        folder.Dispose();
    }

    protected override async Task<IReadOnlyList<OutgoingMessage>> TakeAllAsync(string queue) =>
        [.. from message in await database!.Queues.ReceiveAndDeleteAsync(queue, 100, Stop)
            select new OutgoingMessage(message.Address.Queue, message.MessageId!, message.Body) { Properties = message.Properties }];
}
