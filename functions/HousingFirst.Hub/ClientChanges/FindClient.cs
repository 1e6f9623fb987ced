using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>Finds the client a sender means: by its own reference, or, for police, by a card.</summary>
public sealed class FindClient(ReferenceStore references, DirectoryStore directory, ClientStore clients)
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>The client, or null: unknown, another's and never enrolled look the same.</summary>
    public async ValueTask<FoundClient?> RunAsync(ClientChange change, Surroundings at, CancellationToken cancellation)
    {
        if (await RunAsync(change.Sender, change.Subject, at, cancellation) is { } found) return found;
        return change.Code.Code == Codes.Enrolled && at.Directory.Find(change.Sender) is { Kind: OrganisationKind.FundedProgram }
            ? new FoundClient(NewClient(change.Sender, change.Subject), ByCard: false)
            : null;
    }

    /// <summary>The client whom a sender knows by a reference already, or null.</summary>
    public async ValueTask<FoundClient?> RunAsync(string sender, ClientReference subject, Surroundings at, CancellationToken cancellation)
    {
        if (at.Directory.Find(sender) is not { } agency) return null;
        if (agency.Kind == OrganisationKind.SourceOnly) return await ByCardAsync(sender, subject, at, cancellation);
        return await references.FindAsync(sender, subject, cancellation) is { } client ? new FoundClient(client, ByCard: false) : null;
    }

    /// <summary>
    /// The id of a client that a program enrols: a hash of the program and its reference, so that a repeated enrolment is the same client.
    /// Eight characters without look-alikes, after the community's prefix.
    /// </summary>
    public static ClientId NewClient(string agency, ClientReference reference)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{agency}\n{reference.Value}"));
        return new ClientId("HF-" + string.Concat(hash.Take(8).Select(b => Alphabet[b % Alphabet.Length])));
    }

    private async ValueTask<FoundClient?> ByCardAsync(string sender, ClientReference subject, Surroundings at, CancellationToken cancellation)
    {
        var card = await directory.CardAsync(subject, cancellation);
        if (card is null || card.Agency != sender || !card.IsLive(at.Today)) return null;
        var client = await clients.ReadAsync(card.Client, cancellation);
        var consented = client.State.Consents.Any(c =>
            c.Recipient == card.Agency && c.Allows.HasFlag(Allows.Card) && c.IsLive(at.Today));
        return consented ? new FoundClient(card.Client, ByCard: true) : null;
    }
}

/// <summary>The client a sender means.</summary>
/// <param name="Client">The client.</param>
/// <param name="ByCard">Whether a police card stands behind it.</param>
public sealed record FoundClient(ClientId Client, bool ByCard);
