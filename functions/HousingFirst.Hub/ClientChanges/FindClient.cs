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
        var sender = at.Directory.Find(change.Sender);
        if (sender is null) return null;
        if (sender.Kind == OrganisationKind.SourceOnly) return await ByCardAsync(change, at, cancellation);
        if (await references.FindAsync(change.Sender, change.Subject, cancellation) is { } client) return new FoundClient(client, ByCard: false);
        return change.Code.Code == Codes.Enrolled && sender.Kind == OrganisationKind.FundedProgram
            ? new FoundClient(NewClient(change.Sender, change.Subject), ByCard: false)
            : null;
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

    private async ValueTask<FoundClient?> ByCardAsync(ClientChange change, Surroundings at, CancellationToken cancellation)
    {
        var card = await directory.CardAsync(change.Subject, cancellation);
        if (card is null || card.Agency != change.Sender || at.Today < card.From || at.Today > card.To) return null;
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
