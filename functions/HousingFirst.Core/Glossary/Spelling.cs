namespace HousingFirst.Core.Glossary;

/// <summary>How far apart two words are: for answers that name what was probably meant, never for guessing it.</summary>
public static class Spelling
{
    /// <summary>Levenshtein's distance: how many letters to add, drop or change.</summary>
    public static int Edits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++) row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }

    /// <summary>
    /// The word among <paramref name="words"/> nearest to what was written, letters of either case alike, or null where none is within
    /// <paramref name="atMost"/> edits. Only the first 128 characters written count.
    /// </summary>
    public static string? Nearest(string written, IEnumerable<string> words, int atMost = int.MaxValue)
    {
        var wanted = (written.Length > 128 ? written[..128] : written).ToUpperInvariant();
        return words
            .Select(word => (Word: word, Distance: Edits(wanted, word.ToUpperInvariant())))
            .Where(near => near.Distance <= atMost)
            .OrderBy(near => near.Distance)
            .Select(near => near.Word)
            .FirstOrDefault();
    }
}
