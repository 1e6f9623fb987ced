namespace HousingFirst.Core.Costing;

/// <summary>What would double Azure's bill.</summary>
/// <param name="What">What would have to grow or change.</param>
/// <param name="Times">How many times as much of it doubles the bill; null where it is a switch.</param>
/// <param name="Usd">What Azure's bill is then.</param>
public sealed record Doubling(string What, decimal? Times, decimal Usd)
{
    /// <summary>Every driver of the bill: how far it would have to grow, and what switches do. The bill is linear in each.</summary>
    public static IReadOnlyList<Doubling> Of(Usage use, PriceList prices)
    {
        var now = Azure(use);
        return
        [
            .. Grown("changes, with their mails and answers", use with { Changes = 2 * use.Changes, Mails = 2 * use.Mails }),
            .. Grown("agencies that look into a queue once a minute", use with { Agencies = 2 * use.Agencies }),
            .. Grown("programs, with their contacts", use with { Programs = 2 * use.Programs, Contacts = 2 * use.Contacts }),
            .. Grown("memory of an instance", use with { MemoryMb = 2 * use.MemoryMb }),
            .. Grown("bytes logged for an execution", use with { BytesLogged = 2 * use.BytesLogged }),
            new Doubling("a tick every minute", null, Azure(use with { TickMinutes = 1 })),
            new Doubling("Service Bus Standard", null, Azure(use with { Standard = true })),
            new Doubling("a log alert every 5 minutes in place of every 15", null, now + (2 * prices["alert.log"])),
        ];

        decimal Azure(Usage of) => MonthCost.Of(of, prices).AzureUsd;

        IEnumerable<Doubling> Grown(string what, Usage twice)
        {
            var more = Azure(twice) - now;
            if (more > 0) yield return new Doubling(what, 1 + (now / more), 2 * now);
        }
    }
}
