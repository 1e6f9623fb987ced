using System.Text.RegularExpressions;
using HousingFirst.Core.Partners;

namespace HousingFirst.Commands;

/// <summary>
/// The lines of a Bicep parameter file that follow from the directory: which agencies get a queue of their own. An agency that has left is in neither
/// list; its queue stays until somebody deletes it, since messages may still lie there.
/// </summary>
internal static partial class BicepParameters
{
    /// <summary>The lines, as Bicep's formatter has them.</summary>
    public static string Of(IEnumerable<Organisation> organisations)
    {
        var lists = Lists(organisations);
        return Parameter("agencies", lists.Agencies) + Parameter("suspendedAgencies", lists.SuspendedAgencies);
    }

    /// <summary>The ids of those that read a queue of their own.</summary>
    public static AgencyLists Lists(IEnumerable<Organisation> organisations)
    {
        var reading = organisations.Where(o => o.ReadsQueue).OrderBy(o => o.Id, StringComparer.Ordinal).ToArray();
        return new AgencyLists(
            [.. reading.Where(o => o.Standing.IsActive).Select(o => o.Id)], [.. reading.Where(o => o.Standing.Kind == StandingKind.Suspended).Select(o => o.Id)]);
    }

    /// <summary>A parameter file with its lists replaced; what isn't in it yet is added at its end. The rest stays as it is.</summary>
    public static string Into(string file, string parameters)
    {
        foreach (Match parameter in Parameters().Matches(parameters))
        {
            var name = parameter.Groups["name"].Value;
            var old = Parameters().Matches(file).FirstOrDefault(m => m.Groups["name"].Value == name);
            file = old is null
                ? file.TrimEnd() + "\n" + parameter.Value
                : string.Concat(file.AsSpan(0, old.Index), parameter.Value, file.AsSpan(old.Index + old.Length));
        }

        return file;
    }

    private static string Parameter(string name, IReadOnlyList<string> agencies) => agencies.Count == 0
        ? $"param {name} = []\n"
        : $"param {name} = [\n{string.Concat(agencies.Select(id => $"  '{id}'\n"))}]\n";

    [GeneratedRegex(@"^param (?<name>agencies|suspendedAgencies) = \[[^\]]*\]\n?", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();
}

/// <summary>Agencies that read a queue of their own, by whether they are active or suspended.</summary>
internal sealed record AgencyLists(IReadOnlyList<string> Agencies, IReadOnlyList<string> SuspendedAgencies);
