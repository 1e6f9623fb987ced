namespace HousingFirst.Local.Doors;

/// <summary>
/// Hears that an agency took a notice from its queue. A notice is Fetched before its message disappears: a failure leaves the message
/// locked and the agency is asked to settle it again.
/// </summary>
internal interface IFetchedNotices
{
    /// <summary>Marks the notice as fetched; a notice that is so already stays so. Durable when it returns.</summary>
    /// <param name="agency">The agency whose queue it was on.</param>
    /// <param name="notice">The message's <c>hf-notice</c>.</param>
    /// <param name="cancellation">Stops the write.</param>
    ValueTask FetchedAsync(string agency, string notice, CancellationToken cancellation);
}
