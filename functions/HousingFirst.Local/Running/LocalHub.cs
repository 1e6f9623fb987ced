using HousingFirst.Commands;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;
using HousingFirst.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HousingFirst.Local.Running;

/// <summary>One machine's hub: the use cases over SQLite, embedded queues, key files and a mail folder. What `hub up` runs and commands use.</summary>
internal sealed class LocalHub : IHubPlace
{
    private LocalHub(DataFolder folder, HubDatabase database, FileKeyRing keys, IClock clock, (int Http, int Amqp) ports, ILoggerFactory logs)
    {
        (Folder, Database, Keys, Clock, AmqpPort) = (folder, database, keys, clock, ports.Amqp);
        Mail = Set(() => MailProvider.Of(Environment.GetEnvironmentVariable, folder.Root, clock));
        Options = new HubOptions(FictionalCommunity.Id, new Uri($"http://127.0.0.1:{ports.Http}/"))
        {
            MailsPerMinute = Mail.PerMinute,
            ResendUnknown = Mail.ResendUnknown,
        };
        HubOf = sender => new HousingFirstHub(
            database.Tables, database.Queues, Mail.Mailer, keys, clock, Options with { Operator = sender }, logs, scrub: database.Tables);
        Hub = HubOf(null);
    }

    /// <summary>The port where nothing else is said.</summary>
    public const int DefaultHttpPort = 7071;

    public DataFolder Folder { get; }

    public HubDatabase Database { get; }

    public FileKeyRing Keys { get; }

    public IClock Clock { get; }

    /// <summary>Where the AMQP door is, or would be.</summary>
    public int AmqpPort { get; }

    public HubOptions Options { get; }

    /// <summary>Who takes the mail.</summary>
    public MailProvider Mail { get; }

    public HousingFirstHub Hub { get; }

    /// <summary>The use cases for an operator from elsewhere.</summary>
    public Func<string?, HousingFirstHub> HubOf { get; }

    /// <summary>Opens the hub on a data folder, beside a running one or without.</summary>
    /// <exception cref="CannotStartException">The folder can't be used.</exception>
    /// <exception cref="HubDataException">The database can't be used.</exception>
    /// <exception cref="KeyFileException">A key file is damaged.</exception>
    public static LocalHub Open(DataFolder folder, IClock clock, (int Http, int Amqp)? ports = null, ILoggerFactory? logs = null) => new(
        folder,
        HubDatabase.Open(folder.Root, clock),
        FileKeyRing.Open(folder.Keys),
        clock,
        ports ?? PortsOf(folder.FindRunning()),
        logs ?? NullLoggerFactory.Instance);

    /// <inheritdoc/>
    public IDeadLetterQueues DeadLettersOf(PartnerDirectory directory) => new EmbeddedDeadLetters(Database.Queues);

    /// <inheritdoc/>
    public IFollowChanges Changes => new EmbeddedChanges(Database.Queues, () => Folder.FindRunning() is not null);

    /// <inheritdoc/>
    public async ValueTask<int?> WaitingAsync(string queue, CancellationToken cancellation) =>
        (await Database.Queues.BrowseAsync(queue, 0, IHubPlace.MostCounted, cancellation)).Count;

    public ValueTask DisposeAsync()
    {
        (Mail.Mailer as IDisposable)?.Dispose();
        return Database.DisposeAsync();
    }

    /// <summary>What settings of the environment say.</summary>
    /// <exception cref="CannotStartException">One is wrong: which, and how to write it.</exception>
    public static T Set<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException wrong)
        {
            throw new CannotStartException(wrong.Message, wrong);
        }
    }

    private static (int Http, int Amqp) PortsOf(RunningHub? running) =>
        running is null ? (DefaultHttpPort, AmqpDoor.DefaultPort) : (running.HttpPort, running.AmqpPort);
}
