namespace HousingFirst.Core.Network;

/// <summary>
/// Where the talk with a possible partner stands. In any order, none required; none says "unsuitable": whether its work fits is for the
/// organisation to see (practice 7).
/// </summary>
public enum RecruitmentState
{
    /// <summary>Somebody thought of it; nobody has called yet.</summary>
    Identified,

    /// <summary>A first call, mail or visit was made.</summary>
    Approached,

    /// <summary>It has heard what the partnership wants to do.</summary>
    VisionPresented,

    /// <summary>What it wanted to know was answered.</summary>
    QuestionsAnswered,

    /// <summary>It knows enough to see for itself whether its work fits.</summary>
    WellInformed,

    /// <summary>It gives something: any contribution counts.</summary>
    Contributing,

    /// <summary>It chose to wait: it is asked again on the day it named.</summary>
    NotNow,

    /// <summary>The talk rests, with nothing asked of anybody; after 90 days it is over by itself.</summary>
    Resting,
}

/// <summary>The states as they are written: <c>visionPresented</c>.</summary>
public static class RecruitmentStates
{
    /// <summary>Every state, in the order of the enumeration.</summary>
    public static IReadOnlyList<RecruitmentState> All { get; } = Enum.GetValues<RecruitmentState>();

    /// <summary>The state's word.</summary>
    public static string Word(this RecruitmentState state)
    {
        var name = state.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The state of a word, letters of either case and hyphens alike (<c>vision-presented</c>), or null.</summary>
    public static RecruitmentState? Find(string word)
    {
        var bare = word.Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        foreach (var state in All)
        {
            if (string.Equals(state.ToString(), bare, StringComparison.OrdinalIgnoreCase)) return state;
        }

        return null;
    }
}
