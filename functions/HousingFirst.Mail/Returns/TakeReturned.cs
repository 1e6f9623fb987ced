using HousingFirst.Hub.Addresses;

namespace HousingFirst.Mail.Returns;

/// <summary>Takes what came back for good: <see cref="TakeReturns.RunAsync"/>.</summary>
/// <param name="returns">What came back.</param>
/// <param name="cancellation">Stops it; it can be done again.</param>
public delegate ValueTask<TakenReturns> TakeReturned(IReadOnlyList<MailReturn> returns, CancellationToken cancellation);
