using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Clients;

namespace HousingFirst.Hub.Meetings;

/// <summary>Holds texts to what everyone may read, wherever they are entered: items of the open part, minutes, actions, what was agreed.</summary>
public sealed class CheckOpenText(ReferenceStore references)
{
    /// <summary>Everything that is wrong with them; never with the text in it. One request an agency, and one more a thousand of its clients.</summary>
    /// <param name="texts">The texts, each with where it stands.</param>
    /// <param name="agencies">Whose references for clients may not be in them.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<ImmutableArray<Defect>> RunAsync(
        IEnumerable<(string Path, string Text)> texts, IEnumerable<string> agencies, Surroundings at, CancellationToken cancellation)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var agency in agencies) own.UnionWith((await references.AllAsync(agency, cancellation)).Select(r => r.Reference.Value.ToUpperInvariant()));
        return [.. texts.SelectMany(t => OpenText.Check(t.Path, t.Text, own, at.Directory, at.Community))];
    }
}
