using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Commands;

/// <summary>The keys a reader may mean by what they typed for a change.</summary>
internal static class ChangeKeys
{
    /// <summary>Likeliest first.</summary>
    /// <param name="written">A notice's id, a key, or, with an agency, the CloudEvents id it gave.</param>
    /// <param name="agency">The agency, or null.</param>
    /// <param name="community">The community's id.</param>
    public static IEnumerable<string> Of(string written, string? agency, string community)
    {
        if (NoticeId.TryParse(written) is { } notice) yield return notice.Change;
        if (written.Length == 32 && written.All(char.IsAsciiHexDigit)) yield return written.ToLowerInvariant();
        if (agency is null) yield break;
        yield return Envelope.KeyOf($"/agencies/{agency}", written);
        yield return Envelope.KeyOf($"/communities/{community}/agencies/{agency}", written);
    }
}
