using System.Text;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class AmqpPeerTests
{
    [Fact]
    public void A_connection_opened_with_a_key_that_is_no_longer_good_may_do_nothing_more()
    {
        var agencies = new OneAgency { Key = "the old key" };
        var access = new QueueAccess(agencies, FakeClock.FromUtc(2026, 12, 1));
        var peer = new AmqpPeer(access, OneAgency.Id, agencies.Key);
        Assert.Null(peer.Admit(QueueAddress.Parse("client-changes"), DoorRight.Send, out var who));
        Assert.Equal(OneAgency.Id, who);

        agencies.Key = "the new key";

        foreach (var (queue, right) in new[] { ("client-changes", DoorRight.Send), ("agency-river-icm", DoorRight.Listen) })
            Assert.Contains("no longer good", peer.Admit(QueueAddress.Parse(queue), right, out _)!.Detail, StringComparison.Ordinal);
    }

    private sealed class OneAgency : IDoorAgencies
    {
        public const string Id = "river-icm";

        public required string Key { get; set; }

        public IReadOnlyList<ReadOnlyMemory<byte>> KeysOf(string agency) => agency == Id ? [Encoding.UTF8.GetBytes(Key)] : [];

        public bool HasQueue(string agency) => agency == Id;

        public bool IsSuspended(string agency) => false;
    }
}
