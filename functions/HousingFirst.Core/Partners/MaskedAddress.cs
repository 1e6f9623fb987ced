namespace HousingFirst.Core.Partners;

/// <summary>
/// A mail address as a page shows it to who may not be its owner: enough to recognise one's own, not enough to learn another's.
/// </summary>
public static class MaskedAddress
{
    /// <summary><c>jo@hospital.example</c> gives <c>j***@hospital.example</c>, whatever the length of what is hidden.</summary>
    public static string Of(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1) return "***";
        // Two chars where the first letter is a pair of surrogates.
        var first = char.IsHighSurrogate(address[0]) && at > 1 ? 2 : 1;
        return string.Concat(address.AsSpan(0, first), "***", address.AsSpan(at));
    }
}
