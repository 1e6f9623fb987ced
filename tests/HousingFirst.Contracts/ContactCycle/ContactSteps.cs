using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Contracts.ContactCycle;

/// <summary>What tests of the monthly contacts do to a world.</summary>
public static class ContactSteps
{
    private static int sent;

    /// <summary>A signed contact.</summary>
    /// <param name="world">The world.</param>
    /// <param name="agency">Who records it.</param>
    /// <param name="with">With whom.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="extra">More of <c>data</c>, as JSON members.</param>
    /// <param name="id">The CloudEvents id; a new one where null.</param>
    /// <param name="on">The day; today where null.</param>
    public static InboundMessage Contact(
        this HubWorld world, string agency, string with, string outcome, string extra = "", string? id = null, string? on = null)
    {
        id ??= $"contact-{Interlocked.Increment(ref sent)}";
        on ??= LocalDatePattern.Iso.Format(FictionalCommunity.Settings.Today(world.Clock.GetCurrentInstant()));
        return world.Activity(
            agency, MessageTypes.ContactMade, $"\"with\":\"{with}\",\"on\":\"{on}\",\"outcome\":\"{outcome}\"{(extra.Length == 0 ? string.Empty : "," + extra)}", id: id);
    }

    /// <summary>A program's month as stored; December 2026 where none is named.</summary>
    public static async Task<ProgramMonth> MonthAsync(this HubWorld world, string program, YearMonth? month = null) =>
        (await world.Hub.Contacts.Store.ReadAsync(program, month ?? new YearMonth(2026, 12), CancellationToken.None)).Month;

    /// <summary>Claims the month that is, opens it, and has no other work waiting that would mail somebody.</summary>
    public static async Task OpenMonthAsync(this HubWorld world)
    {
        await world.WithoutWarningsAsync();
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.AdvanceAsync(Duration.FromMinutes(1));
    }
}
