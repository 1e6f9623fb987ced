namespace HousingFirst.Hub.Messaging;

/// <summary>The forms of <c>source</c>: <c>/agencies/{id}</c> or <c>/communities/{community}/agencies/{id}</c>.</summary>
internal static class SourceForm
{
    /// <summary>The agency a source names in this community, or null.</summary>
    public static string? AgencyOf(string source, string community)
    {
        var prefix = $"/communities/{community}";
        if (source.StartsWith(prefix + "/", StringComparison.Ordinal)) source = source[prefix.Length..];
        return Last(source, "/agencies/");
    }

    /// <summary>Whether a source names an agency, of this community or another.</summary>
    public static bool NamesAnAgency(string source)
    {
        var parts = source.Split('/');
        return parts is ["", "agencies", _] or ["", "communities", _, "agencies", _] && Forms.IsId(parts[^1]);
    }

    private static string? Last(string path, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var id = path[prefix.Length..];
        return Forms.IsId(id) ? id : null;
    }
}
