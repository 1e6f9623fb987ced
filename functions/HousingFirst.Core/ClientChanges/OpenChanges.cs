using System.Collections.Frozen;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>Changes that wait for the one that closes them.</summary>
public static class OpenChanges
{
    /// <summary>Codes that wait for another to close them. Teams and safety plans are kept as such.</summary>
    private static readonly FrozenSet<string> Waiting = Vocabulary.Current.Codes.SelectMany(c => c.Closes)
        .Where(code => code is not (Codes.Joined or Codes.ViolenceBegin)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a code waits for another to close it.</summary>
    public static bool Waits(ChangeCode code) => Waiting.Contains(code.Code);

    /// <summary>The change that <paramref name="code"/> would close: the latest unclosed one of the codes it closes, or null.</summary>
    public static OpenChange? ClosedBy(ChangeCode code, ClientHead head) =>
        head.Open.Where(o => code.Closes.Contains(o.Code)).OrderBy(o => o.OccurredOn).LastOrDefault();
}
