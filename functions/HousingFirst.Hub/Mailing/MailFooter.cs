namespace HousingFirst.Hub.Mailing;

/// <summary>The links at the foot of a mail, the reader's own.</summary>
/// <param name="Settings">Confirm the address, language, hour, "not me".</param>
/// <param name="Ask">Ask the specialist.</param>
/// <param name="Unsubscribe">Stop mail with one click (RFC 8058): also in the header <c>List-Unsubscribe</c>.</param>
/// <param name="Team">A caseworker's pages, tell the team and who was told; null for who works for no funded program.</param>
public sealed record MailFooter(Uri Settings, Uri Ask, Uri Unsubscribe, Uri? Team)
{
    /// <summary>The contacts of the month; null for who works for no organisation that has any.</summary>
    public Uri? Month { get; init; }
}
