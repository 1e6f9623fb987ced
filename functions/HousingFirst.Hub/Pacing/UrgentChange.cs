using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Terms;

namespace HousingFirst.Hub.Pacing;

/// <summary>What never waits for its sender's pace: a change whose least urgency is U3 or U4.</summary>
public static class UrgentChange
{
    /// <summary>Whether a body is one: by its own code, or because the sender raises it; in the sender's own terms too, as last looked at.</summary>
    /// <param name="body">The event's bytes, a stranger's perhaps: any are answered.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="terms">The agencies' own terms; none is asked for.</param>
    public static bool Is(ReadOnlyMemory<byte> body, Surroundings at, TermCache terms)
    {
        var parsed = MessageParser.Parse(body, at.Community, at.Now);
        if (parsed is ParsedMessage.Invalid { OwnWordOf: { } agency } && terms.Latest(agency) is { Count: > 0 } own)
            parsed = MessageParser.Parse(body, at.Community, at.Now, terms: own);
        return parsed is ParsedMessage.Change change && Urgencies.Of(change.Message, Past.None, at) >= Urgency.U3;
    }
}
