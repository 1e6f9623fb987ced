using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Directory.Searching;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Escalating;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.PartnerActivity;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.SigningIn;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Starting;
using HousingFirst.Hub.Surprises;
using HousingFirst.Hub.Tables;
using HousingFirst.Hub.Teams;
using HousingFirst.Hub.Terms;
using HousingFirst.Hub.Ticking;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub;

/// <summary>
/// The hub's use cases over its ports, put together once, in plain sight. A head brings the ports and calls the use cases; it decides nothing.
/// </summary>
public sealed class HousingFirstHub
{
    /// <summary>Puts a hub together.</summary>
    /// <param name="tables">The table port.</param>
    /// <param name="sender">Sends to queues.</param>
    /// <param name="mailer">Sends mail.</param>
    /// <param name="keys">The key ring.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">What the deployment says.</param>
    /// <param name="logs">Where the hub logs: never client data.</param>
    /// <param name="instances">Where orchestrations drive the cycles; null where the tick does.</param>
    /// <param name="scrub">Clears deleted rows out of the storage's files; null where the storage does.</param>
    /// <param name="taken">Looks what agencies have taken off their queues; null where the queues say so.</param>
    public HousingFirstHub(
        ITables tables, IQueueSender sender, IMailer mailer, IKeyRing keys, IClock clock, HubOptions options, ILoggerFactory logs,
        ICycleInstances? instances = null, IScrub? scrub = null, ITakenNotices? taken = null)
    {
        Clients = new ClientStore(tables, options.Community);
        References = new ReferenceStore(tables, options.Community);
        Due = new DueStore(tables, options.Community);
        Digests = new DigestStore(tables, options.Community);
        var agreementWarnings = new AgreementWarnings(Due, clock);
        Partners = new DirectoryStore(tables, options.Community, agreementWarnings);
        Directory = new DirectoryCache(Partners, References, clock);
        DeadLetters = new DeadLetterInbox(tables, options.Community);
        Audit = new AuditLog(tables, options.Community, clock, options.Operator);
        AgencyKeys = new AgencyKeys(keys, agency => Directory.Latest?.Directory.Find(agency)?.KeyRotation ?? 0);
        DirectoryLog = new DirectoryLog(tables, options.Community, Partners, Audit);
        EditOrganisation = new EditOrganisation(Partners, Directory, DirectoryLog, Due, clock);
        SearchDirectory = new SearchDirectory([new OrganisationListings(Directory)]);
        Network = new NetworkStore(tables, options.Community);
        Terms = new TermCache(new TermStore(tables, options.Community), clock);

        var signer = new LinkSigner(keys);
        var links = new MailLinks(signer, options, Directory);
        var pace = new MailPace(mailer, options.MailsPerMinute, clock);
        mailer = new AddFooter(pace, links, Directory);
        Tasks = new TaskStore(tables, options.Community);
        var specialist = new TellSpecialist(mailer, Tasks);
        var findClient = new FindClient(References, Partners, Clients);
        var readPast = new ReadPast(Clients, References);
        var compose = new ComposeMail(Directory, links);
        var sendMail = new SendMail(compose, mailer, pace, specialist, Due, options, logs.CreateLogger<SendMail>());
        var callList = new SendCallList(Clients, Due, mailer, links, specialist);
        var handOver = new HandOver(Clients, References, Due, Digests, new ComposeNotice(links, options), sendMail, callList, sender);
        var accept = new AcceptChange(Clients, References, Due, findClient, readPast);
        var refuse = new RefuseMessage(
            DeadLetters, new CountRefusals(tables, specialist, options), sender, mailer, options, logs.CreateLogger<RefuseMessage>());
        var sendDueMail = new SendDueMail(Clients, sendMail);

        var tellProgram = new TellProgram(Clients, mailer, specialist);
        AcknowledgeNotice = new AcknowledgeNotice(Clients, Due, Directory, mailer, tellProgram, logs.CreateLogger<AcknowledgeNotice>());
        ReadMessage = new ReadMessage(Terms);
        var prove = new ProveSender(AgencyKeys);
        PaceAgency = new PaceAgency(prove, AgencyKeys, Directory, Terms, clock, options);
        var take = new TakeMessage(prove, ReadMessage, options);
        var settle = new SettleMessage(Directory, refuse);
        ReceiveClientChange = new ReceiveClientChange(settle, take, accept, handOver, logs.CreateLogger<ReceiveClientChange>());
        var inbox = new MessageInbox(tables, options.Community);
        var prompts = new NetworkPrompts(Due);
        SuggestPartner = new SuggestPartner(Network, prompts);
        RecordStep = new RecordStep(Network, prompts);
        ReadNetwork = new ReadNetwork(Network, Directory);
        ChangeTerms = new ChangeTerms(Terms);
        var findTeamMember = new FindTeamMember(findClient, Clients);
        var ask = new AskSpecialist(specialist);
        AskByLink = new AskByLink(ask);
        ReadRequests = new ReadRequests(Tasks);
        ReportSurprise = new ReportSurprise(Due);
        Surprises = new SurpriseStore(tables, options.Community);
        EndingConsents = new EndingConsents(tables, options.Community, Clients);
        Cycles = new CycleStore(tables, options.Community);
        Meetings = new ComplexCaseMeetings(tables, options.Community, Clients, References, Partners, Directory, Cycles, ReadNetwork, Due, links, mailer, specialist, scrub);
        MoveRequest = new MoveRequest(Tasks, Meetings.CheckOpenText);
        Contacts = new MonthlyContacts(
            tables, Clients, Surprises, Cycles, ReadNetwork, inbox, EditOrganisation, Meetings.Store, Directory, Audit, Due, Tasks, mailer, specialist, options, logs);
        var receiveItem = new ReceiveItem(inbox, Meetings.Store, Meetings.CheckOpenText, findTeamMember, Due);
        BringItem = new BringItem(receiveItem, Audit, options);
        ReceivePartnerActivity = new ReceivePartnerActivity(
            settle,
            take,
            AcknowledgeNotice,
            new ReceiveSuggestion(inbox, SuggestPartner, Due),
            new ReceiveRequest(inbox, ask, findTeamMember, Due),
            new ReceiveSurprise(inbox, Due),
            Contacts.Receive,
            receiveItem);
        NextStep = new NextStep(Cycles, [Contacts.Stages, Meetings.Stages], Directory);
        RunStep = new RunStep(Cycles, [Contacts.Stages, Meetings.Stages], Directory);
        ClaimCycles = new ClaimCycles(Cycles, Contacts.Stages, Meetings.Claim, Directory, Due);
        FailMessage = new FailMessage(DeadLetters, specialist, Directory, logs.CreateLogger<FailMessage>());
        var sendFew = new SendFewDigests(
            Clients, Digests, new LastDigests(tables, options.Community), Due, new WriteDigest(compose), Contacts.InDigest,
            mailer, specialist, logs.CreateLogger<SendFewDigests>());
        var remind = new RemindOfUrgent(Clients, Digests, Due);
        var sendDigests = new SendDigests(Digests, Due, sendFew, Directory, logs.CreateLogger<SendDigests>());
        SendMorning = new SendMorning(
            tables,
            options.Community,
            Tasks,
            new SettleTasks(Tasks, Clients, Due, Network, DeadLetters, Contacts.Store, taken),
            EndingConsents,
            Surprises,
            Due,
            mailer,
            logs.CreateLogger<SendMorning>());
        var traceSurprise = new TraceSurprise(findTeamMember, Clients, new ReadTellings(Clients), Surprises, Due, mailer, specialist);
        var purge = new Purge(Clients, inbox, Due);
        var stopAddress = new StopAddress(Due, Directory, EditOrganisation);
        StopAddress = stopAddress;
        TakeReturns = new TakeReturns(stopAddress, Directory, logs.CreateLogger<TakeReturns>());
        Tick = new Tick(
            Due,
            Directory,
            sendDueMail.RunAsync,
            new Dictionary<DueKind, DueHandler>
            {
                [DueKind.Digest] = (item, at, cancellation) => item.Client is null ? sendDigests.RunAsync(item, at, cancellation) : remind.RunAsync(item, at, cancellation),
                [DueKind.FanOut] = new FanOut(Clients, Due, handOver).RunAsync,
                [DueKind.Answer] = tellProgram.RunAsync,
                [DueKind.Escalate] = new EscalateNotices(Clients, Due, handOver, specialist, logs.CreateLogger<EscalateNotices>()).RunAsync,
                [DueKind.CallList] = callList.RunAsync,
                [DueKind.Unread] = new FallBackToMail(Clients, sendDueMail, specialist, taken).RunAsync,
                [DueKind.Resume] = new ResumeAfterDeath(Clients, handOver).RunAsync,
                [DueKind.ConsentEnds] = new WarnOfConsent(Clients, accept, handOver, EndingConsents, options).RunAsync,
                [DueKind.AgreementEnds] = new WarnOfAgreements(mailer).RunAsync,
                [DueKind.Purge] = (item, at, stop) => purge.RunAsync(item, at.Now, stop),
                [DueKind.Cycle] = instances is null
                    ? new DriveCycle(NextStep, RunStep, Due).RunAsync
                    : new WatchCycle(Cycles, instances, Due, logs.CreateLogger<WatchCycle>()).RunAsync,
                [DueKind.Remind] = Contacts.Stages.AgainAsync,
                [DueKind.Meeting] = Meetings.Invite.RunAsync,
                [DueKind.Prospect] = new PromptSpecialist(Network, prompts, specialist).RunAsync,
                [DueKind.AddressStopped] = new TellOfStop(stopAddress, References, Clients, specialist, mailer, Due).RunAsync,
                [DueKind.MailDown] = new TellOfOutage(specialist).RunAsync,
                [DueKind.Morning] = SendMorning.RunAsync,
                [DueKind.Surprise] = traceSurprise.RunAsync,
            },
            pace,
            clock,
            logs.CreateLogger<Tick>());
        ReadCoverage = new ReadCoverage(Clients, Due, Directory, Audit);
        PreviewChange = new PreviewChange(Clients, findClient, readPast, Directory, Audit);
        ReadDisclosures = new ReadDisclosures(Clients, Directory, Audit);
        CatchUpWarnings = new CatchUpWarnings(tables, options.Community, References, Clients, Due, agreementWarnings, Directory);
        Prepare = new PrepareHub(tables, Partners, Directory, CatchUpWarnings, SendMorning, ClaimCycles);
        ReadDependents = new ReadDependents(References, Clients, Partners, Directory);
        ReadCantBeTold = new ReadCantBeTold(References, Clients, Directory, Audit);
        ImportTeams = new ImportTeams(Clients, findClient, readPast, Directory, Audit, AgencyKeys, sender, options);
        Codes = new OneTimeCodes(tables, keys, signer, Directory, mailer, options, clock);
        OpenLink = new OpenLink(signer, Clients, Due, Directory, clock);
        LogCall = new LogCall(Clients, Due, signer, callList, Directory, Audit);
        SendNewLink = new SendNewLink(links, Codes, mailer);
        EditOwnEntry = new EditOwnEntry(EditOrganisation, StopAddress);
        FindCaseworker = new FindCaseworker(OpenLink, links, Directory, clock);
        FindListReader = new FindListReader(OpenLink, links, Directory, clock);
        ReadCaseload = new ReadCaseload(References, Clients, Due, Directory);
        TellTeam = new TellTeam(PreviewChange, Due, Directory, Audit, AgencyKeys, sender, clock, options);
        ReadTold = new ReadTold(Due, Clients, ReadCoverage, Directory);
        ImportListings = new ImportListings(tables, options.Community, Audit, clock);
        ExportListings = new ExportListings(tables, options.Community, Audit);
        ListingSearch = new ListingSearch(tables, options.Community, clock);
        ReadListingLog = new ReadListingLog(tables, options.Community);
    }

    /// <summary>Clients.</summary>
    public ClientStore Clients { get; }

    /// <summary>Agencies' own references.</summary>
    public ReferenceStore References { get; }

    /// <summary>Due work.</summary>
    public DueStore Due { get; }

    /// <summary>Digest lines.</summary>
    public DigestStore Digests { get; }

    /// <summary>The partner directory as stored.</summary>
    public DirectoryStore Partners { get; }

    /// <summary>The partner directory as decisions see it.</summary>
    public DirectoryCache Directory { get; }

    /// <summary>Edits the partner directory.</summary>
    public EditOrganisation EditOrganisation { get; }

    /// <summary>Who changed what in the partner directory.</summary>
    public DirectoryLog DirectoryLog { get; }

    /// <summary>Ends mail to an address that doesn't reach its person.</summary>
    public IStopAddress StopAddress { get; }

    /// <summary>Takes what came back of our mail.</summary>
    public TakeReturns TakeReturns { get; }

    /// <summary>Finds partners.</summary>
    public SearchDirectory SearchDirectory { get; }

    /// <summary>What hangs on an agency: asked before it is suspended or leaves.</summary>
    public ReadDependents ReadDependents { get; }

    /// <summary>The operator's dead-letter inbox.</summary>
    public DeadLetterInbox DeadLetters { get; }

    /// <summary>What operators did.</summary>
    public AuditLog Audit { get; }

    /// <summary>The agencies' keys.</summary>
    public AgencyKeys AgencyKeys { get; }

    /// <summary>The organisations that may become partners.</summary>
    public NetworkStore Network { get; }

    /// <summary>Adds a suggestion to the network.</summary>
    public SuggestPartner SuggestPartner { get; }

    /// <summary>Records what was done with a prospect.</summary>
    public RecordStep RecordStep { get; }

    /// <summary>The network as the specialist sees it.</summary>
    public ReadNetwork ReadNetwork { get; }

    /// <summary>What waits for the specialist.</summary>
    public TaskStore Tasks { get; }

    /// <summary>The specialist's morning mail.</summary>
    public SendMorning SendMorning { get; }

    /// <summary>The complex case consultations, every two weeks.</summary>
    public ComplexCaseMeetings Meetings { get; }

    /// <summary>Brings an item to a meeting from a page.</summary>
    public BringItem BringItem { get; }

    /// <summary>Asks the specialist by a link.</summary>
    public AskByLink AskByLink { get; }

    /// <summary>Shows requests to the specialist to whom they are for.</summary>
    public ReadRequests ReadRequests { get; }

    /// <summary>Takes a request to the specialist a step further.</summary>
    public MoveRequest MoveRequest { get; }

    /// <summary>Takes that someone was caught off guard, from the page of a notice.</summary>
    public IReportSurprise ReportSurprise { get; }

    /// <summary>Surprises by month and cause.</summary>
    public SurpriseStore Surprises { get; }

    /// <summary>Consents that end soon.</summary>
    public EndingConsents EndingConsents { get; }

    /// <summary>Agencies' own terms, as messages are read with them.</summary>
    public TermCache Terms { get; }

    /// <summary>Maps agencies' own terms.</summary>
    public ChangeTerms ChangeTerms { get; }

    /// <summary>Reads messages by the contract and their senders' own terms.</summary>
    public ReadMessage ReadMessage { get; }

    /// <summary>Handles queue <c>client-changes</c>.</summary>
    public ReceiveClientChange ReceiveClientChange { get; }

    /// <summary>Handles queue <c>partner-activity</c>.</summary>
    public ReceivePartnerActivity ReceivePartnerActivity { get; }

    /// <summary>Says whether a message is taken now, where the queue can't turn its sender away.</summary>
    public PaceAgency PaceAgency { get; }

    /// <summary>Gives a message up after its tenth failure.</summary>
    public FailMessage FailMessage { get; }

    /// <summary>Moves coverage on.</summary>
    public AcknowledgeNotice AcknowledgeNotice { get; }

    /// <summary>Does what is due.</summary>
    public Tick Tick { get; }

    /// <summary>Plans the warnings of what an older version recorded: once, before the first tick.</summary>
    public CatchUpWarnings CatchUpWarnings { get; }

    /// <summary>Prepares a process for its first tick.</summary>
    public PrepareHub Prepare { get; }

    /// <summary>The monthly contacts.</summary>
    public MonthlyContacts Contacts { get; }

    /// <summary>Says who holds a link to the contacts of the month.</summary>
    public FindListReader FindListReader { get; }

    /// <summary>The cycles.</summary>
    public CycleStore Cycles { get; }

    /// <summary>Says what a cycle does next.</summary>
    public NextStep NextStep { get; }

    /// <summary>Does one step of a cycle.</summary>
    public RunStep RunStep { get; }

    /// <summary>Claims the cycles there must be.</summary>
    public ClaimCycles ClaimCycles { get; }

    /// <summary>Who was told.</summary>
    public ReadCoverage ReadCoverage { get; }

    /// <summary>Who would be told.</summary>
    public PreviewChange PreviewChange { get; }

    /// <summary>The disclosure statement.</summary>
    public ReadDisclosures ReadDisclosures { get; }

    /// <summary>Who can't be told.</summary>
    public ReadCantBeTold ReadCantBeTold { get; }

    /// <summary>Loads teams from a spreadsheet.</summary>
    public ImportTeams ImportTeams { get; }

    /// <summary>Mails a new link in place of an old one.</summary>
    public SendNewLink SendNewLink { get; }

    /// <summary>What contacts change of their own entries by link.</summary>
    public EditOwnEntry EditOwnEntry { get; }

    /// <summary>One-time codes, and the devices on which one was entered.</summary>
    public OneTimeCodes Codes { get; }

    /// <summary>Says who holds a caseworker's link.</summary>
    public FindCaseworker FindCaseworker { get; }

    /// <summary>What a caseworker chooses from.</summary>
    public ReadCaseload ReadCaseload { get; }

    /// <summary>Tells a client's team from a page.</summary>
    public TellTeam TellTeam { get; }

    /// <summary>Who was told, for a caseworker.</summary>
    public ReadTold ReadTold { get; }

    /// <summary>Opens links.</summary>
    public OpenLink OpenLink { get; }

    /// <summary>Logs the calls of an urgent change's call list.</summary>
    public LogCall LogCall { get; }

    /// <summary>Takes an HSDS file into the directory.</summary>
    public ImportListings ImportListings { get; }

    /// <summary>Gives the directory as HSDS.</summary>
    public ExportListings ExportListings { get; }

    /// <summary>Finds organisations and services.</summary>
    public ListingSearch ListingSearch { get; }

    /// <summary>What was changed in a listing.</summary>
    public ReadListingLog ReadListingLog { get; }
}
