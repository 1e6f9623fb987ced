using Rebus.Messages;
using Rebus.Transport;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>
/// Keeps what leaves in a table of its own, in the same transaction. In one table with the input queue, as Rebus sets it up by itself, receiving
/// searches past every message that an agency has not fetched yet.
/// </summary>
internal sealed class OutgoingTable(ITransport inner, ITransport outgoing) : ITransport
{
    public string Address => inner.Address;

    public void CreateQueue(string address) => inner.CreateQueue(address);

    public Task Send(string destinationAddress, TransportMessage message, ITransactionContext context) =>
        (destinationAddress.StartsWith("agency-", StringComparison.Ordinal) ? outgoing : inner).Send(destinationAddress, message, context);

    public Task<TransportMessage> Receive(ITransactionContext context, CancellationToken cancellationToken) => inner.Receive(context, cancellationToken);
}
