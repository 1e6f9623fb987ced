using Azure.Identity;
using HousingFirst.Azure.Queues;
using HousingFirst.Azure.Settings;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Local.Commands.Azure;

/// <summary>
/// A hub's dead letters in Azure, from a person's command line: the tables and the namespace that the cloud's head has in its settings, opened as who
/// `az login` says that person is.
/// </summary>
internal static class DeadLettersInAzure
{
    /// <summary>Opens the desk.</summary>
    /// <exception cref="CommandFailure">A setting is missing or wrong, or there is no community.</exception>
    public static Task<OpenDesk> OpenAsync(IClock clock, CancellationToken cancellation)
    {
        ServiceBusOptions bus;
        try
        {
            bus = ServiceBusOptions.Read(Environment.GetEnvironmentVariable);
        }
        catch (ArgumentException wrong)
        {
            throw new CommandFailure(wrong.Message, wrong);
        }

        var community = Environment.GetEnvironmentVariable(SettingNames.Community);
        if (string.IsNullOrWhiteSpace(community)) throw new CommandFailure($"{SettingNames.Community} is missing: set it as the function app has it.");
        var http = new HttpClient();
        return OpenAsync(TablesInAzure.Open(out _), community, queues => bus.OpenDeadLetters(http, new AzureCliCredential(), queues), http, clock, cancellation);
    }

    /// <summary>Opens it over tables and queues.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="community">The community.</param>
    /// <param name="open">Opens the dead letters of these queues.</param>
    /// <param name="held">What is let go with the desk.</param>
    /// <param name="clock">Says when something was done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<OpenDesk> OpenAsync(
        ITables tables, string community, Func<IReadOnlyList<string>, IDeadLetterQueues> open, IDisposable? held, IClock clock, CancellationToken cancellation)
    {
        var partners = new DirectoryStore(tables, community, new AgreementWarnings(new DueStore(tables, community), clock));
        if (await partners.CommunityAsync(cancellation) is null)
            throw new CommandFailure($"The tables hold no community of the id in {SettingNames.Community}. Set it as the function app has it.");
        var at = await new DirectoryCache(partners, new ReferenceStore(tables, community), clock).NowAsync(cancellation);
        string[] queues = [QueueNames.ClientChanges, QueueNames.PartnerActivity, .. at.Directory.Organisations.Where(o => o.ReadsQueue).Select(o => QueueNames.OfAgency(o.Id))];
        var desk = new DeadLetterDesk(new DeadLetterInbox(tables, community), new AuditLog(tables, community, clock), open(queues));
        return new OpenDesk(desk, new LocalTimes(at.Community.Zone)) { Held = held };
    }
}
