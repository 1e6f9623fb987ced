namespace HousingFirst.Core.Messaging;

/// <summary>
/// Free text about organisations, never about clients: one line, and without nine digits in a row, which a health or social insurance number
/// has.
/// </summary>
public static class PlainText
{
    /// <summary>What is wrong with a text, or null.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">Its longest, in Unicode characters.</param>
    public static Defect? Check(string path, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text)) return new Defect(path, "empty", $"write text of 1 to {most} characters");
        if (text.EnumerateRunes().Count() > most) return new Defect(path, $"longer than {most} characters", "shorten it");
        if (text.Any(char.IsControl)) return new Defect(path, "a line break or another control character", "write one line of plain text");
        return HasNineDigits(text)
            ? new Defect(path, "nine digits in a row", "nothing about a client belongs here; write a phone number with spaces")
            : null;
    }

    /// <summary>Whether a text holds nine digits in a row.</summary>
    public static bool HasNineDigits(string text)
    {
        var run = 0;
        foreach (var character in text)
        {
            run = char.IsDigit(character) ? run + 1 : 0;
            if (run == 9) return true;
        }

        return false;
    }
}
