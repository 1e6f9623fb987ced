using HousingFirst.Core.ClientChanges;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Closes a program's month, and shows its numbers: what is recorded later corrects them, visibly.</summary>
public sealed class CloseMonth(ContactStore contacts, ReleasePartners release)
{
    private const int MostTries = 25;

    /// <summary>Closes it, unless it is closed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="month">The month.</param>
    /// <param name="closed">When the month closes (UTC): what was recorded from then on is late.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(string program, YearMonth month, Instant closed, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, month, cancellation);
            var next = stored.Month.Closed is null ? await release.RunAsync(stored.Month, at, cancellation) with { Closed = closed } : stored.Month;
            if (next != stored.Month && !await contacts.WriteAsync(stored, next, cancellation)) continue;
            await contacts.ShowAsync(next, cancellation);
            return;
        }

        throw new IOException($"The month of a program moved {MostTries} times while it was closed. Try again.");
    }
}
