using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Network;

/// <summary>
/// Adds a suggestion to the network: by an agency's message or by command. The same name, whatever its case and accents, is the same prospect;
/// the same suggestion made again is the same suggestion.
/// </summary>
public sealed class SuggestPartner(NetworkStore network, NetworkPrompts prompts)
{
    /// <summary>Everything that is wrong with a suggestion made by command; a message's is checked by its contract, which has the same limits.</summary>
    public static ImmutableArray<Defect> Check(string name, SuggestionText said)
    {
        (string Path, string? Text, int Most)[] texts =
        [
            ("name", name, ProspectId.LongestName), ("by", said.By, Recruitment.LongestWho), ("why", said.Why, SuggestionContract.LongestWhy),
            ("contact", said.Contact?.Name, SuggestionContract.LongestPerson), ("area", said.Area, SuggestionContract.LongestArea),
        ];
        var defects = texts.Where(t => t.Text is not null).Select(t => PlainText.Check(t.Path, t.Text!, t.Most)).OfType<Defect>().ToList();
        if (defects.Count == 0 && ProspectId.Of(name) is null)
            defects.Add(new Defect("name", "neither a letter nor a digit", "write the organisation's name"));
        if (said.Contact?.Phone is { } phone && !SuggestionContract.PhoneForm.Fits(phone))
            defects.Add(new Defect("phone", "not in its form", $"write {SuggestionContract.PhoneForm.Words}"));
        if (said.Contact?.Mail is { } mail && !SuggestionContract.MailForm.Fits(mail))
            defects.Add(new Defect("mail", "not in its form", $"write {SuggestionContract.MailForm.Words}"));
        return [.. defects];
    }

    /// <summary>Adds it.</summary>
    /// <returns>The prospect, and whether it is new to the network.</returns>
    /// <exception cref="ArgumentException">The name has neither a letter nor a digit: to be checked before.</exception>
    public async ValueTask<(Prospect Prospect, bool IsNew)> RunAsync(
        string name, SuggestionText said, Surroundings at, CancellationToken cancellation)
    {
        var id = ProspectId.Of(name) ?? throw new ArgumentException("A name has a letter or a digit.", nameof(name));
        var suggestion = said.At(at);
        var (before, after) = await network.ChangeAsync(
            id,
            known => (known ?? new Prospect(id, name.Trim(), at.Now)).With(suggestion),
            (known, next) => prompts.AddAsync(known, next, at, cancellation),
            cancellation);
        return (after!, before is null);
    }
}

/// <summary>What a suggestion says.</summary>
/// <param name="Agency">The agency that makes it; null for the specialist's own.</param>
/// <param name="By">Who records it; null for an agency's message.</param>
/// <param name="Why">What the organisation could bring.</param>
/// <param name="Contact">Whom to talk to there.</param>
/// <param name="Area">The part of town or the region it works in.</param>
/// <param name="Role">What it might do on a client's team.</param>
public sealed record SuggestionText(string? Agency, string? By, string? Why, ProspectContact? Contact, string? Area, Role? Role)
{
    /// <summary>The suggestion, made now. Its key is a hash of what it says.</summary>
    public Suggestion At(Surroundings at)
    {
        string?[] parts = [Agency, By, Why, Contact?.Name, Contact?.Phone, Contact?.Mail, Area, Role?.ToString()];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(p => p is null ? "-" : "+" + p))));
        return new Suggestion(Convert.ToHexStringLower(hash)[..32], Agency, By, at.Now) { Why = Why, Contact = Contact, Area = Area, Role = Role };
    }
}
