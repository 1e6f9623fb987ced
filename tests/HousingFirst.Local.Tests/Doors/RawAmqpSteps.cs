using System.Text;
using Amqp.Framing;
using Amqp.Sasl;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>The steps of a good client, one by one.</summary>
internal sealed partial class RawAmqpClient
{
    public async Task<SaslOutcome> SaslAsync(SaslInit init)
    {
        await SendAsync(SaslHeader, RawFrames.Frame(init, type: 1));
        Assert.Equal(SaslHeader, await ReadAsync(8));
        await ReadAsync<SaslMechanisms>();
        return await ReadAsync<SaslOutcome>();
    }

    /// <summary>Opens the connection, as an agency or as nobody.</summary>
    public async Task OpenAsync(string? agency = null, string? key = null, Open? open = null)
    {
        if (agency is not null)
        {
            var response = Encoding.UTF8.GetBytes($"\0{agency}\0{key}");
            Assert.Equal(SaslCode.Ok, (await SaslAsync(new SaslInit { Mechanism = "PLAIN", InitialResponse = response })).Code);
        }

        await SendAsync(Header, RawFrames.Frame(open ?? new Open { ContainerId = "stranger", HostName = "127.0.0.1", MaxFrameSize = 65536, ChannelMax = 1000 }));
        Assert.Equal(Header, await ReadAsync(8));
        await ReadAsync<Open>();
    }

    public async Task BeginAsync(uint window = 2048)
    {
        await SendAsync(new Begin { IncomingWindow = window, OutgoingWindow = 2048, NextOutgoingId = 0, HandleMax = 1000 });
        await ReadAsync<Begin>();
    }

    /// <summary>Attaches a link on which this client sends.</summary>
    public async Task<Flow> AttachAsync(uint handle = 0, string target = AmqpDoorUnderTest.Queue)
    {
        await SendAsync(RawFrames.Sending(handle, target));
        await ReadAsync<Attach>();
        return await ReadAsync<Flow>();
    }

    /// <summary>Sends a message in one frame and hears what became of it.</summary>
    public async Task<DeliveryState> TransferAsync(uint id, byte[] payload, uint handle = 0, uint format = 0)
    {
        await SendAsync(RawFrames.Transfer(id, payload, handle, format: format));
        return (await ReadAsync<Dispose>()).State;
    }
}
