using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>What a message says, or everything that is wrong with it.</summary>
public abstract record ParsedMessage
{
    private ParsedMessage()
    {
    }

    /// <summary>A client change.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The change as stated, complete, not yet compared with the client's team.</param>
    public sealed record Change(Envelope Envelope, ClientChange Message) : ParsedMessage;

    /// <summary>An answer to a notice.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The answer.</param>
    public sealed record Acknowledged(Envelope Envelope, Acknowledgement Message) : ParsedMessage;

    /// <summary>A suggestion of a possible partner.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The suggestion.</param>
    public sealed record Suggested(Envelope Envelope, PartnerSuggestion Message) : ParsedMessage;

    /// <summary>A request to the specialist.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The request.</param>
    public sealed record Requested(Envelope Envelope, SpecialistRequest Message) : ParsedMessage;

    /// <summary>A report that someone was caught off guard.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The report.</param>
    public sealed record CaughtOffGuard(Envelope Envelope, ReportedSurprise Message) : ParsedMessage;

    /// <summary>A contact of a program and a partner.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The contact.</param>
    public sealed record Contacted(Envelope Envelope, ContactMessage Message) : ParsedMessage;

    /// <summary>An item for a meeting.</summary>
    /// <param name="Envelope">The event around it.</param>
    /// <param name="Message">The item.</param>
    public sealed record Brought(Envelope Envelope, ItemMessage Message) : ParsedMessage;

    /// <summary>Not taken.</summary>
    /// <param name="Reason">One of <see cref="RefusalReasons"/>: the first that applies, from bytes to data.</param>
    /// <param name="Defects">Every defect found, never empty, without any value that was sent.</param>
    /// <param name="Id">The CloudEvents id where it is valid: the answer names it.</param>
    public sealed record Invalid(string Reason, ImmutableArray<Defect> Defects, string? Id) : ParsedMessage
    {
        /// <summary>
        /// The agency that <c>source</c> names, where <c>change</c> held a word that is no code: it may be a term of that agency's own.
        /// </summary>
        public string? OwnWordOf { get; init; }

        /// <summary>
        /// The change's key and its subject, where <c>source</c>, <c>id</c> and <c>subject</c> are valid: one that was accepted before is known by them,
        /// whatever its body means by now.
        /// </summary>
        public (string Key, ClientReference Subject)? Known { get; init; }
    }
}
