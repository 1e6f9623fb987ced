namespace HousingFirst.Azure.Tests.Faults;

/// <summary>What goes wrong on the way to table storage, or there.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It answers 429, and when to come again.</summary>
    Throttled,

    /// <summary>It answers 503, and when to come again.</summary>
    Busy,

    /// <summary>The connection is dropped before the request is done.</summary>
    DroppedBefore,

    /// <summary>The request is done, then the connection is dropped: the answer is lost.</summary>
    DroppedAfter,

    /// <summary>The request is done, and answered 500.</summary>
    FailedAfter,

    /// <summary>The request is done, and something in between answers with a page of its own.</summary>
    GarbledAfter,

    /// <summary>The request is done, and answered after the caller has given up.</summary>
    SlowAfter,

    /// <summary>The request is held until the caller has given up, and done then.</summary>
    Late,

    /// <summary>It is refused for want of a role.</summary>
    Forbidden,

    /// <summary>Something in between answers 404 with a page of its own, and the request is not done.</summary>
    NotFoundPage,
}
