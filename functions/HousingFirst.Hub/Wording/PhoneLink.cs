using System.Text;

namespace HousingFirst.Hub.Wording;

/// <summary>Phone numbers as people write them, made dialable.</summary>
public static class PhoneLink
{
    /// <summary>
    /// The <c>tel:</c> link of a number (RFC 3966), an extension included: <c>+1 403 555 0101 ext. 12</c> gives
    /// <c>tel:+14035550101;ext=12</c>. Null where there are too few digits to dial: the number is then only shown.
    /// </summary>
    public static string? Of(string phone)
    {
        var extensionAt = phone.AsSpan().IndexOfAnyInRange('A', 'z');
        var number = Digits(extensionAt < 0 ? phone : phone.AsSpan(0, extensionAt));
        if (number.Length < 3) return null;
        var extension = extensionAt < 0 ? string.Empty : Digits(phone.AsSpan(extensionAt));
        var plus = phone.TrimStart().StartsWith('+') ? "+" : string.Empty;
        return $"tel:{plus}{number}{(extension.Length == 0 ? string.Empty : $";ext={extension}")}";
    }

    private static string Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder();
        foreach (var c in text)
            if (char.IsAsciiDigit(c)) digits.Append(c);
        return digits.ToString();
    }
}
