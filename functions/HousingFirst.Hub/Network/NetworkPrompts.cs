using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Network;
using HousingFirst.Hub.DueWork;
using NodaTime;

namespace HousingFirst.Hub.Network;

/// <summary>
/// The due row of what a prospect asks of the specialist. It only says when to look: what is asked for then is read from the prospect itself, so
/// a row whose cause has passed does nothing.
/// </summary>
public sealed class NetworkPrompts(DueStore due)
{
    /// <summary>
    /// Puts a new prompt's due row down. It is written before the prospect that asks for it: cut off in between, the row finds nothing to ask;
    /// the other way round, nobody would ever ask. A prompt whose time has passed when it is recorded needs none: who records it is looking.
    /// </summary>
    public async ValueTask AddAsync(Prospect? before, Prospect next, Surroundings at, CancellationToken cancellation)
    {
        var zone = at.Community.Zone;
        if (Recruitment.PromptOf(next, zone) is not { } prompt || prompt.At(zone) <= at.Now) return;
        if (before is not null && Recruitment.PromptOf(before, zone) == prompt) return;
        await PutAsync(next.Id, prompt.At(zone), cancellation);
    }

    /// <summary>Puts down that a prospect is to be looked at.</summary>
    public ValueTask PutAsync(ProspectId id, Instant when, CancellationToken cancellation) =>
        due.AddAsync([new DueItem(when, DueKind.Prospect, id.Value) { About = id.Value }], null, cancellation);
}
