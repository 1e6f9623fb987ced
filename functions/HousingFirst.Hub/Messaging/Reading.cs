using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>One reading of one message: what it is compared with, and what was found wrong.</summary>
internal sealed class Reading(Community community, Instant now, AgencyTerms? terms = null)
{
    /// <summary>The most defects one answer names: a list of thousands of wrong items would make an answer no queue takes.</summary>
    private const int Most = 40;

    private readonly List<Defect> defects = [];

    public Instant Now { get; } = now;

    public LocalDate Today { get; } = community.Today(now);

    public Community Community { get; } = community;

    public DateTimeZone Zone => Community.Zone;

    /// <summary>Whether <c>change</c> held a word that is neither a code nor one of the terms at hand.</summary>
    public bool HasOwnWord { get; private set; }

    /// <summary>How many defects were found; stays where it is once the answer is full.</summary>
    public int Count => defects.Count;

    public ImmutableArray<Defect> Defects => [.. defects];

    /// <summary>The code of a word: its own name, or the sender's own term for it.</summary>
    public ChangeCode? CodeOf(string word)
    {
        var code = Vocabulary.Current.Find(word) ?? terms?.Find(word);
        HasOwnWord |= code is null;
        return code;
    }

    public bool IsWrong(string path) => defects.Exists(defect => defect.Path == path);

    public void Wrong(string path, string rule, string mend)
    {
        if (defects.Count < Most)
            defects.Add(new Defect(path, rule, mend));
        else if (defects.Count == Most)
            defects.Add(new Defect("$", $"more than {Most} defects", "mend these first, then check again"));
    }

    public void Wrong(IEnumerable<Defect> found)
    {
        foreach (var defect in found) Wrong(defect.Path, defect.Rule, defect.Mend);
    }
}
