using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactCycle;
using NodaTime;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Jobs about digests beside the plain one.</summary>
public static class DigestJobs
{
    private const string ForBridge = """
        "consent":{"id":"T1","recipient":"bridge-outreach","allows":["B","housing"],"from":"2026-12-01","to":"2027-11-30","method":"written","form":"2026-1"}
        """;

    /// <summary>A person's digest has left, and their hour was changed: what waits for the later hour waits for the next day.</summary>
    public static CrashScenario SecondOfADay { get; } = new(async world =>
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 7, 41);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Slot = DigestSlot.Read("daily 09:00")! });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        world.Clock.Reset(At(9, 11));
        return null;
    });

    /// <summary>A person works for a housing provider too: each side has a digest of its own.</summary>
    public static CrashScenario TwoSides { get; } = new(async world =>
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "consent.given", ForBridge));
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "away.familyFriends.in"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.ChangeAsync("bridge-outreach", o => o with { Roles = [.. o.Roles, Role.HSG] });
        await world.AdvanceToAsync(1, 7, 11);
        world.Clock.Reset(At(7, 34));
        return null;
    });

    /// <summary>The first digest after a program's month has opened holds its contacts of the month, whatever it takes to send it.</summary>
    public static CrashScenario WithContacts { get; } = new(async world =>
    {
        var none = new ProgramMonth("coulee-act", new YearMonth(2026, 12), []);
        var opened = none with { Opened = HubWorld.Start, Obligations = [new Obligation("prairie-hospital", Owed: true, null, [], Released: false)] };
        await world.Hub.Contacts.Store.WriteAsync(new StoredMonth(none, new Dictionary<string, string>()), opened, CancellationToken.None);
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0042", "assessment.done"));
        world.Clock.Reset(At(7, 11));
        return null;
    });

    private static Instant At(int hour, int minute) =>
        new LocalDate(2026, 12, 2).At(new LocalTime(hour, minute)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant();
}
