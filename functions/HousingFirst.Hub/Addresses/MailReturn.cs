namespace HousingFirst.Hub.Addresses;

/// <summary>Something that came back about one of our mails, for good.</summary>
/// <param name="Contact">The contact it went to, where the return says so; null: whoever has the address.</param>
/// <param name="Address">The address it went to.</param>
/// <param name="Reason">What came back.</param>
public sealed record MailReturn(string? Contact, string Address, StopReason Reason);
