using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Calls;

/// <summary>What the page of one call needs.</summary>
public interface ICallLog
{
    /// <summary>Whom a link is about: it says nothing that could change with what happens to the client (promise 9).</summary>
    /// <param name="token">What follows <c>/call/</c>.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>Null where it is no such link, or one whose reader has said "not me" since.</returns>
    ValueTask<CallLink?> OpenAsync(string token, CancellationToken cancellation);

    /// <summary>Logs a call by its link. One whose time is over logs nothing: the list is mailed again, with new links.</summary>
    /// <param name="token">What follows <c>/call/</c>.</param>
    /// <param name="result">How the call went.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    ValueTask<CallLogging> LogAsync(string token, CallResult result, CancellationToken cancellation);
}

/// <summary>What became of a call to be logged.</summary>
public enum CallLogging
{
    /// <summary>It is logged.</summary>
    Logged,

    /// <summary>The link's time is over: a new list is on its way.</summary>
    Expired,

    /// <summary>It is no such link, or there is no such call to make any more.</summary>
    NoLink,
}

/// <summary>The page of one call.</summary>
/// <param name="Call">Whom to call.</param>
/// <param name="Role">The role, where it may be said.</param>
/// <param name="Alternate">Who stands in, where someone does.</param>
/// <param name="Language">The reader's language.</param>
public sealed record CallLink(Caller Call, Role? Role, CallListAlternate? Alternate, Language Language);
