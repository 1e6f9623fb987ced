using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>surprise.reported.v1</c>: an agency was caught off guard about a client of its own.</summary>
/// <param name="Sender">The agency.</param>
/// <param name="Subject">Its own reference for the client.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="OccurredOn">The day of what it should have heard of; null where it doesn't say.</param>
/// <param name="Change">What it should have heard of; null where it doesn't say.</param>
public sealed record ReportedSurprise(
    string Sender, ClientReference Subject, string Id, string Key, LocalDate? OccurredOn, ChangeCode? Change);
