namespace HousingFirst.Hub.Cycles;

/// <summary>Where orchestrations drive the cycles: one instance a cycle.</summary>
public interface ICycleInstances
{
    /// <summary>Starts the instance of a cycle, unless one is at work: asked twice, or by two at once, it is started once.</summary>
    /// <param name="cycle">The cycle's id.</param>
    /// <param name="cancellation">Stops it; it can be asked again.</param>
    ValueTask EnsureAsync(string cycle, CancellationToken cancellation);
}
