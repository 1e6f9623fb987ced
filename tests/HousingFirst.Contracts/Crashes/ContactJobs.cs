using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Contacts that are recorded, cut off. The month itself is cut off by <see cref="MonthCrashRuns"/>.</summary>
internal static class ContactJobs
{
    /// <summary>A talk in a month that is open.</summary>
    public static async Task<InboundMessage?> TalkAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("prairie-hospital", "river-icm", "made", "\"mode\":\"phone\",\"topics\":\"beds\"", id: "talk");
    }

    /// <summary>A talk that confirms the other's entry too.</summary>
    public static async Task<InboundMessage?> ConfirmingAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\",\"confirms\":\"gurpreet\"", id: "talk");
    }

    /// <summary>A talk of the month before, recorded in a month that is open.</summary>
    public static async Task<InboundMessage?> LateAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("river-icm", "income-support", "made", "\"mode\":\"inPerson\"", id: "talk", on: "2026-11-20");
    }

    /// <summary>"Called - nothing new" on the page of the month; cut off, its reader taps again.</summary>
    public static CrashScenario Tap { get; } = new(async world =>
    {
        await OpenAsync(world);
        return null;
    })
    {
        CommandAsync = world => PressAsync(world, "river-icm", "prairie-hospital", at => ContactForm.Called(at.Today)),
    };

    /// <summary>The page's form, with the tick that confirms the other's entry, about a talk of the month before.</summary>
    public static CrashScenario Form { get; } = new(async world =>
    {
        await OpenAsync(world);
        return null;
    })
    {
        CommandAsync = world => PressAsync(world, "river-icm", "income-support", _ => new ContactForm
        {
            Id = "f0",
            Outcome = "made",
            Mode = "inPerson",
            On = "2026-11-30",
            Topics = "the new intake hours",
            Confirms = "gurpreet",
        }),
    };

    private static async Task PressAsync(HubWorld world, string own, string with, Func<Surroundings, ContactForm> form)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var link = (await world.Hub.FindListReader.LinkAsync("dana", CancellationToken.None))!;
        var reader = ((ListReading.Known)await world.Hub.FindListReader.RunAsync(link.Segments[^1], CancellationToken.None)).Reader;
        var defects = await world.Hub.Contacts.RecordByLink.RunAsync(reader, reader.Of(own)!, with, form(at), CancellationToken.None);
        if (!defects.IsEmpty) throw new InvalidOperationException(defects[0].ToString());
    }

    /// <summary>Opens the month, and lets nothing of it come after: what is cut off is the contact.</summary>
    private static async Task OpenAsync(HubWorld world)
    {
        await world.OpenMonthAsync();
        foreach (var item in await world.Hub.Due.AllAsync(CancellationToken.None))
        {
            if (item.Kind == Hub.DueWork.DueKind.Cycle) await world.Hub.Due.RemoveAsync(item, CancellationToken.None);
        }
    }
}
