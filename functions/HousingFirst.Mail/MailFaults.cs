using System.Net.Sockets;
using MailKit;

namespace HousingFirst.Mail;

/// <summary>What MailKit throws when a connection is lost.</summary>
internal static class MailFaults
{
    public static bool IsLost(Exception fault) => fault is IOException or SocketException or TimeoutException or ProtocolException or ServiceNotConnectedException;
}
