using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace HousingFirst.Local.StartUp;

/// <summary>The hub can't start. The message says what happened and what to do; the command prints it and ends with exit code 1.</summary>
internal sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// What a failed start of the web server means; null where it is none of the known ones.
    /// </summary>
    /// <param name="error">What starting threw.</param>
    /// <param name="port">The port it was to listen on.</param>
    /// <param name="option">The option that chooses another port.</param>
    /// <param name="usual">The port where nothing is said.</param>
    public static CannotStartException? OfPort(Exception error, int port, string option, int usual)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return new($"Port {port} on 127.0.0.1 is busy: another program listens there. Stop it, or choose another port: hub up {option} {(port < 65535 ? port + 1 : usual)}.", error);
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return new($"This user may not listen on port {port} (ports under 1024 are reserved). Choose another: hub up {option} {usual}.", error);
            }
        }

        return null;
    }
}
