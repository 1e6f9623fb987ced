using Amqp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A message as it came: its size counts against what a connection may have in work, and one that can't be read is still a delivery to be refused,
/// on a link that goes on.
/// </summary>
internal sealed class SizedMessage : Message
{
    private SizedMessage(int size, bool isReadable) => (Size, IsReadable) = (size, isReadable);

    /// <summary>Its encoded size, in bytes; one more than the largest where it was larger.</summary>
    public int Size { get; }

    /// <summary>Whether its sections could be read.</summary>
    public bool IsReadable { get; }

    /// <summary>Reads a message; never throws.</summary>
    public static SizedMessage Of(ByteBuffer buffer)
    {
        var size = buffer.Length;
        if (size > DoorSettings.LargestBody || IncomingMessage.Decode(buffer) is not { } read) return new SizedMessage(size, false);
        return new SizedMessage(size, true)
        {
            Header = read.Header,
            DeliveryAnnotations = read.DeliveryAnnotations,
            MessageAnnotations = read.MessageAnnotations,
            Properties = read.Properties,
            ApplicationProperties = read.ApplicationProperties,
            BodySection = read.BodySection,
            Footer = read.Footer,
        };
    }
}
