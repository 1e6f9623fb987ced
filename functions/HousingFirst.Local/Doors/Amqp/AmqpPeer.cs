using System.Collections.Concurrent;
using System.Security.Principal;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>Who is at the other end of a connection: an agency by its key (SASL PLAIN), or whoever the tokens given to <c>$cbs</c> prove.</summary>
/// <param name="access">Who may pass.</param>
/// <param name="agency">The agency that gave its key; null where none did.</param>
/// <param name="key">The key: it is asked for again with everything that is done, since keys are replaced while connections live.</param>
internal sealed class AmqpPeer(QueueAccess access, string? agency = null, string key = "") : IPrincipal, IIdentity
{
    /// <summary>Tokens of one connection: one a queue and a few above them.</summary>
    private const int MostTokens = 64;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, SasToken> tokens = new(StringComparer.OrdinalIgnoreCase);
    private int bytesInWork;

    /// <summary>The connection's socket, once there is one.</summary>
    public AmqpSocket? Socket { private get; set; }

    /// <summary>Whether it reads what it is sent: one that doesn't is given no more, or what it doesn't read would fill the hub's memory.</summary>
    public bool Reads => Socket is null || Socket.Writing < Slow;

    /// <summary>Whether a key or a token was good.</summary>
    public bool IsProven => agency is not null || !tokens.IsEmpty;

    IIdentity IPrincipal.Identity => this;

    string? IIdentity.AuthenticationType => "SASL";

    bool IIdentity.IsAuthenticated => IsProven;

    string? IIdentity.Name => agency;

    bool IPrincipal.IsInRole(string role) => false;

    /// <summary>Takes a token for what it covers; a later one for the same takes its place.</summary>
    /// <returns>Null where it is good.</returns>
    public AccessRefusal? Take(SasToken token)
    {
        if (access.Prove(token) is { } refused) return refused;
        if (tokens.Count >= MostTokens && !tokens.ContainsKey(token.Scope))
            return QueueAccess.Unauthorized($"QuotaExceeded: this connection holds {MostTokens} tokens. Use one token for the whole hub, or another connection.");
        tokens[token.Scope] = token;
        return null;
    }

    /// <summary>Whether this caller may do this now: tokens end and keys are replaced while a link is open.</summary>
    /// <param name="address">The queue.</param>
    /// <param name="right">What is to be done with it.</param>
    /// <param name="who">The agency, where it may.</param>
    /// <param name="below">A node below the queue that is called, such as <c>/$management</c>.</param>
    /// <returns>Null where it may.</returns>
    public AccessRefusal? Admit(QueueAddress address, DoorRight right, out string who, string below = "")
    {
        who = agency ?? "";
        if (agency is not null)
        {
            return access.IsKeyOf(agency, key) ? access.Allow(agency, address, right) : QueueAccess.Unauthorized(
                "Unauthorized: the key that opened this connection is no longer good. Connect again with the current one; `hub connection-string AGENCY` prints it.");
        }

        AccessRefusal? refused = null;
        foreach (var token in tokens.Values)
        {
            who = token.KeyName;
            if (access.Admit(token, address, right, below) is not { } why) return null;
            if (refused is null || token.Covers(address + below)) refused = why;
        }

        return refused ?? QueueAccess.Unauthorized(
            "Unauthorized: this connection has proven nobody. Use SASL PLAIN with the agency's id and key, or put a token to `$cbs` before attaching a link.");
    }

    /// <summary>Counts bytes of messages being stored.</summary>
    /// <returns>How many are in work now, on all links of the connection.</returns>
    public int InWork(int bytes) => Interlocked.Add(ref bytesInWork, bytes);
}
