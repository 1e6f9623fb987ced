using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Mailing;

/// <summary>Someone on a call list.</summary>
/// <param name="Call">Whom to call.</param>
/// <param name="Role">What they do for the client; null where that itself would tell.</param>
/// <param name="Alternate">Who stands in, where someone does.</param>
/// <param name="Link">The page on which the call is logged.</param>
public sealed record CallListEntry(Caller Call, Role? Role, CallListAlternate? Alternate, Uri Link);

/// <summary>Who stands in for someone on a call list.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The number.</param>
public sealed record CallListAlternate(string Name, string Phone);
