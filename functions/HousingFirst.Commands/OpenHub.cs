using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Commands;

/// <summary>A hub opened by a command, with its community.</summary>
internal class OpenHub(IHubPlace place, Surroundings at) : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    public IHubPlace Place => place;

    /// <summary>The use cases.</summary>
    public HousingFirstHub Hub => place.Hub;

    /// <summary>The community, the directory, the clock.</summary>
    public Surroundings At => at;

    /// <summary>Instants as the community reads them.</summary>
    public LocalTimes Times { get; } = new(at.Community.Zone);

    /// <summary>An agency of the community.</summary>
    /// <exception cref="CommandFailure">There is none with this id.</exception>
    public Organisation Agency(string id) => at.Directory.Find(id) ?? throw Unknown(id, at.Directory.Ids);

    /// <summary>The key an agency signs and sends with.</summary>
    public AgencyKey KeyOf(string agency) => Hub.AgencyKeys.Of(Agency(agency).Id)[0];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is said of an agency id that nobody has.</summary>
    public static CommandFailure Unknown(string id, IEnumerable<string> ids) => new(
        "No agency here has that id" + (Spelling.Nearest(id, ids, 3) is { } near ? $": did you mean {near}?" : ".") + " `hub community` shows the ids.");
}
