using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Hub.Network;

/// <summary>The network as the specialist sees it: what stands with each prospect, and what waits.</summary>
public sealed class ReadNetwork(NetworkStore network, DirectoryCache directory)
{
    /// <summary>Every prospect, in alphabetical order: one request a thousand rows.</summary>
    public async ValueTask<IReadOnlyList<ProspectView>> ListAsync(CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        return [.. (await network.AllAsync(cancellation)).Select(p => View(p, at))];
    }

    /// <summary>One prospect by its id, or by its name in any spelling of case and accents; null where there is none.</summary>
    public async ValueTask<ProspectView?> FindAsync(string idOrName, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var prospect = await ReadAsync(new ProspectId(idOrName), cancellation);
        if (prospect is null && ProspectId.Of(idOrName) is { } id && id.Value != idOrName) prospect = await ReadAsync(id, cancellation);
        return prospect is null ? null : View(prospect, at);
    }

    /// <summary>The agencies that rest, by id: nobody owes them anything until their rest is over.</summary>
    public async ValueTask<IReadOnlySet<string>> RestingAsync(CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Where(p => p.Standing?.State == RecruitmentState.Resting).Select(p => p.Partner).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private async ValueTask<Prospect?> ReadAsync(ProspectId id, CancellationToken cancellation) => (await network.ReadAsync(id, cancellation))?.Prospect;

    private static ProspectView View(Prospect prospect, Surroundings at)
    {
        var standing = Recruitment.Standing(prospect, at.Today);
        var prompt = Recruitment.PromptOf(prospect, at.Community.Zone);
        var folded = Folding.Of(prospect.Name);
        var partner = at.Directory.Organisations.FirstOrDefault(o => Folding.Of(o.NameEn) == folded || Folding.Of(o.NameFr) == folded);
        return new ProspectView(prospect, standing, prompt, prompt is not null && prompt.At(at.Community.Zone) <= at.Now, partner?.Id);
    }
}

/// <summary>A prospect as it stands today.</summary>
/// <param name="Prospect">The prospect.</param>
/// <param name="Standing">The step that stands; null where there is none.</param>
/// <param name="Prompt">What it asks of the specialist, now or later.</param>
/// <param name="IsDue">Whether it asks by now.</param>
/// <param name="Partner">The agency id under which the directory knows an organisation of that name, or null.</param>
public sealed record ProspectView(Prospect Prospect, RecruitmentStep? Standing, Prompt? Prompt, bool IsDue, string? Partner);
