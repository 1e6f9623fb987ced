using System.Text;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>The description of a dead letter: the defects in words, as many whole ones as the broker keeps.</summary>
public static class RefusalText
{
    /// <summary>What Service Bus keeps of a dead letter's description.</summary>
    public const int Longest = 4096;

    /// <summary>The defects, one a line; at most <see cref="Longest"/> characters.</summary>
    public static string Of(IEnumerable<Defect> defects)
    {
        var text = new StringBuilder();
        foreach (var defect in defects)
        {
            var line = defect.ToString();
            if (text.Length + line.Length + 1 > Longest) break;
            if (text.Length > 0) text.Append('\n');
            text.Append(line);
        }

        return text.ToString();
    }
}
