using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>The CloudEvent around the data of a message the hub takes.</summary>
/// <param name="Type">One of <see cref="MessageTypes.Taken"/>.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Source">As sent: part of the key.</param>
/// <param name="Sender">The agency that <paramref name="Source"/> names.</param>
/// <param name="Subject">The sender's own reference for the client; null only in an answer to a notice that carried none.</param>
/// <param name="Time">When it happened, or null.</param>
/// <param name="RecordedTime">When the agency recorded it, or null.</param>
public sealed record Envelope(
    string Type, string Id, string Source, string Sender, ClientReference? Subject, Instant? Time, Instant? RecordedTime)
{
    /// <summary>The key of the message: the same <c>source</c> and <c>id</c> is the same message.</summary>
    public string Key { get; } = KeyOf(Source, Id);

    /// <summary>The first 32 lower-case hex digits of SHA-256 over the UTF-8 of source, a line feed, and id.</summary>
    public static string KeyOf(string source, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{id}")))[..32];
}
