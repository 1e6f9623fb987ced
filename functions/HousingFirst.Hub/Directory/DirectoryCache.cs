using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// The directory as decisions see it: a snapshot, checked against its version row once a minute, and read again only when that has moved.
/// A change of the directory made through the same process is seen at once.
/// </summary>
public sealed class DirectoryCache(DirectoryStore store, ReferenceStore references, IClock clock)
{
    private static readonly Duration Fresh = Duration.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (Instant Read, IReadOnlyDictionary<string, int> Clients)> loads = [];
    private Snapshot? cached;

    /// <summary>The last snapshot with the clock as it is now, without a read; null before the first.</summary>
    public Surroundings? Latest => cached is { } known ? new Surroundings(known.Community, known.Directory, clock.GetCurrentInstant()) : null;

    /// <summary>The community, the directory and the clock, for one decision.</summary>
    /// <exception cref="InvalidOperationException">The community is not set up.</exception>
    public ValueTask<Surroundings> NowAsync(CancellationToken cancellation) => NowAsync(Fresh, cancellation);

    /// <summary>The same, looked at no longer ago than a second: before someone is turned away who may have been added this moment.</summary>
    /// <exception cref="InvalidOperationException">The community is not set up.</exception>
    public ValueTask<Surroundings> AtOnceAsync(CancellationToken cancellation) => NowAsync(Duration.FromSeconds(1), cancellation);

    private async ValueTask<Surroundings> NowAsync(Duration fresh, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var known = cached;
        // A clock that was set back makes nothing fresh.
        if (known is not null && now >= known.Checked && now - known.Checked < fresh) return new Surroundings(known.Community, known.Directory, now);
        if (known is not null && await store.VersionAsync(cancellation) == known.Directory.Version)
        {
            cached = known with { Checked = now };
            return new Surroundings(known.Community, known.Directory, now);
        }

        var community = await store.CommunityAsync(cancellation)
            ?? throw new InvalidOperationException("No community is set up here: start `hub up` without --empty, or `hub community set FILE`.");
        var directory = await store.ReadAsync(cancellation);
        cached = new Snapshot(now, community, directory);
        return new Surroundings(community, directory, now);
    }

    /// <summary>Writes an organisation whole, as a first load does, and reads the snapshot again.</summary>
    public async ValueTask PutAsync(Organisation organisation, CancellationToken cancellation)
    {
        await store.PutAsync([organisation], cancellation);
        await RefreshAsync(cancellation);
    }

    /// <summary>Changes one organisation as stored now, and reads the snapshot again.</summary>
    public async ValueTask ChangeAsync(string agency, Func<Organisation, Organisation> change, CancellationToken cancellation)
    {
        await store.ChangeAsync(agency, change, cancellation);
        await RefreshAsync(cancellation);
    }

    /// <summary>On how many clients' teams a contact is, as of the last minute (rule 9).</summary>
    public async ValueTask<int> ClientsOfAsync(string agency, string contact, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        (Instant Read, IReadOnlyDictionary<string, int> Clients) load;
        bool known;
        lock (gate) known = loads.TryGetValue(agency, out load);
        if (!known || now - load.Read >= Fresh)
        {
            var all = await references.AllAsync(agency, cancellation);
            load = (now, all.GroupBy(r => r.Contact).ToDictionary(g => g.Key, g => g.Select(r => r.Client).Distinct().Count()));
            lock (gate) loads[agency] = load;
        }

        return load.Clients.GetValueOrDefault(contact);
    }

    /// <summary>Forgets the snapshot: the community's own settings were changed through this process.</summary>
    internal void Forget() => cached = null;

    /// <summary>Reads the snapshot again, where there is one: the directory was changed through this process.</summary>
    internal async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        if (cached is { } known) cached = known with { Directory = await store.ReadAsync(cancellation) };
    }

    private sealed record Snapshot(Instant Checked, Community Community, PartnerDirectory Directory);
}
