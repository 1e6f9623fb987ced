using HousingFirst.Commands;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Local.Running;

namespace HousingFirst.Local.Commands;

/// <summary>A hub of this machine opened by a command, with its community.</summary>
internal sealed class OpenLocalHub(LocalHub local, Surroundings at) : OpenHub(local, at)
{
    /// <summary>The machine's hub.</summary>
    public LocalHub Local => local;
}
