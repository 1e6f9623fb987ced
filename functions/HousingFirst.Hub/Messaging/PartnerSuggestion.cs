using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>partner.suggested.v1</c>: an agency names an organisation that might join. It says nothing about any client.</summary>
/// <param name="Sender">The agency.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="Organisation">The organisation's name.</param>
/// <param name="Why">What it could bring.</param>
/// <param name="Contact">Whom to talk to there.</param>
/// <param name="Area">The part of town or the region it works in.</param>
/// <param name="Role">What it might do on a client's team.</param>
public sealed record PartnerSuggestion(
    string Sender, string Id, string Key, string Organisation, string Why, ProspectContact? Contact, string? Area, Role? Role);
