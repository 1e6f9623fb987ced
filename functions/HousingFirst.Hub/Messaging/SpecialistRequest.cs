using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>specialist.requested.v1</c>: an agency asks the specialist to call.</summary>
/// <param name="Sender">The agency.</param>
/// <param name="Subject">Its own reference for the client it is about; null where it is about none.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="About">What for.</param>
/// <param name="With">With whom, for a mediation: an agency id.</param>
/// <param name="Note">In its own words; no mail holds it.</param>
public sealed record SpecialistRequest(
    string Sender, ClientReference? Subject, string Id, string Key, HelpAbout About, string? With, string? Note);
