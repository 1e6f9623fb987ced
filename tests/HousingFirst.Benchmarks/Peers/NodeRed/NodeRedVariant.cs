namespace HousingFirst.Benchmarks.Peers.NodeRed;

/// <summary>One way to do the job in Node-RED.</summary>
/// <param name="Flow">Its flow's file.</param>
/// <param name="Label">How the report names it, with its outputs.</param>
/// <param name="IsTuned">Runs under the settings of an engineer who knows it; else every setting is as installed.</param>
/// <param name="ToFiles">Notices are appended to files; else posted to the sink.</param>
internal sealed record NodeRedVariant(string Flow, string Label, bool IsTuned, bool ToFiles)
{
    /// <summary>As installed: a node a step, its own nodes for requests and files.</summary>
    public static NodeRedVariant Default { get; } = new("default", "default, HTTP out", IsTuned: false, ToFiles: false);

    /// <summary>As installed, to files.</summary>
    public static NodeRedVariant DefaultFiles { get; } = new("default-files", "default, files out", IsTuned: false, ToFiles: true);

    /// <summary>One function does everything before the request node, which keeps its connections.</summary>
    public static NodeRedVariant Tuned { get; } = new("tuned-node", "tuned, HTTP out", IsTuned: true, ToFiles: false);

    /// <summary>One function does everything, with a client of its own for the posts: hardly Node-RED any more, and as fast as Node gets in it.</summary>
    public static NodeRedVariant Bypassed { get; } = new("tuned", "tuned, HTTP out by own code", IsTuned: true, ToFiles: false);

    /// <summary>The same to files.</summary>
    public static NodeRedVariant TunedFiles { get; } = new("tuned-files", "tuned, files out by own code", IsTuned: true, ToFiles: true);
}
