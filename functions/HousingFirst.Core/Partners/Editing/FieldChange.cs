namespace HousingFirst.Core.Partners.Editing;

/// <summary>One field that changed.</summary>
/// <param name="Field">Its path: <c>phone</c>, <c>contacts.dana.address</c>; <c>contacts.dana</c> where the contact came or left.</param>
/// <param name="Was">What it was; null where there was nothing.</param>
/// <param name="Is">What it is; null where there is nothing any more.</param>
public sealed record FieldChange(string Field, string? Was, string? Is);
