using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Partners;

/// <summary>What the directory's tests do again and again.</summary>
public static class DirectorySteps
{
    /// <summary>Edits an organisation as Robin would.</summary>
    public static ValueTask<EditOutcome> EditAsync(
        this HubWorld world, string agency, string action, Func<Organisation, Organisation> edit, Organisation? basis = null) =>
        world.Hub.EditOrganisation.RunAsync(agency, new EditOf(action, "Robin"), edit, basis, CancellationToken.None);

    /// <summary>Edits an organisation; it must be made.</summary>
    public static async Task<EditOutcome.Done> DoneAsync(
        this HubWorld world, string agency, string action, Func<Organisation, Organisation> edit, Organisation? basis = null) =>
        Assert.IsType<EditOutcome.Done>(await world.EditAsync(agency, action, edit, basis));

    /// <summary>A shelter for people fleeing violence: listed without where it is.</summary>
    public static Organisation Shelter(this HubWorld world) => new(
        "haven", "Haven House", "Maison du Havre", OrganisationKind.Partner,
        new Agreement("2026-1", FirstDay(world).PlusDays(300), "PIPA", QueueDetail.Link), ReadsQueue: false, null, "+1 403 555 0170",
        [
            new Contact(
                "ari", "Ari Example", Language.French, Channel.Mail, DigestSlot.Default, "ari@haven.example", "+1 403 555 0171", null, Shared: false, null, null),
        ])
    {
        Roles = [Role.OUT],
        Areas = ["Côte Nord"],
        Location = "12 Quiet Street",
        Hours = OpeningHours.Read("Mon-Sun 00:00-00:00"),
        Tier = Confidentiality.Specialist,
    };

    /// <summary>Suspends an organisation.</summary>
    public static Task SuspendAsync(this HubWorld world, string agency) => world.DoneAsync(
        agency, "agency.suspend", o => o with { Standing = new Standing(StandingKind.Suspended, world.Clock.GetCurrentInstant()) });

    private static LocalDate FirstDay(HubWorld world) => world.Clock.GetCurrentInstant().InUtc().Date;
}
