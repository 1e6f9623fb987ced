using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Directory;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Hub.Addresses;

/// <summary>
/// Stops the addresses from which mail came back for good, where they are still in the directory: a return about an address that was set anew since,
/// or never ours, stops nothing.
/// </summary>
public sealed partial class TakeReturns(IStopAddress stopAddress, DirectoryCache directory, ILogger<TakeReturns> log)
{
    /// <summary>Takes what came back. One that fails holds no other up.</summary>
    /// <returns>How many were about an address of the directory, and how many about none.</returns>
    /// <exception cref="IOException">At least one could not be taken: bring them all again; those that were taken change nothing then.</exception>
    public async ValueTask<TakenReturns> RunAsync(IReadOnlyList<MailReturn> returns, CancellationToken cancellation)
    {
        var (ours, strange, failed) = (0, 0, 0);
        foreach (var came in returns)
        {
            try
            {
                var at = await directory.AtOnceAsync(cancellation);
                if (ContactOf(came, at) is not { } contact)
                {
                    strange++;
                    continue;
                }

                ours++;
                await stopAddress.RunAsync(contact, came.Reason, at, cancellation);
            }
            catch (Exception fault) when (fault is IOException or InvalidOperationException)
            {
                failed++;
                ReturnFailed(log, fault.GetType().Name);
            }
        }

        if (strange > 0) NotOurs(log, strange);
        return failed == 0 ? new TakenReturns(ours, strange) : throw new IOException($"{failed} of {returns.Count} returned mails could not be taken.");
    }

    private static string? ContactOf(MailReturn came, Surroundings at)
    {
        foreach (var organisation in at.Directory.Organisations)
        {
            foreach (var contact in organisation.Contacts)
            {
                if ((came.Contact ?? contact.Id) == contact.Id && came.Address.Equals(contact.Address, StringComparison.OrdinalIgnoreCase)) return contact.Id;
            }
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} returned mails are about an address that is not in the directory.")]
    private static partial void NotOurs(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "A returned mail could not be taken ({Fault}).")]
    private static partial void ReturnFailed(ILogger log, string fault);
}

/// <summary>What was taken.</summary>
/// <param name="Ours">About an address of the directory: it is stopped.</param>
/// <param name="Strange">About none.</param>
public sealed record TakenReturns(int Ours, int Strange);
