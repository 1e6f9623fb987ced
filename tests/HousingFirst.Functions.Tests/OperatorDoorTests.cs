using System.Security.Claims;
using System.Text;
using System.Text.Json;
using HousingFirst.Contracts.Teams;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Tests.Operators;
using HousingFirst.Mail.Tests.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>Operators' commands, through the function that takes every path.</summary>
public sealed class OperatorDoorTests : IAsyncLifetime
{
    private readonly FailingTables tables = new(new MemoryTables());
    private readonly Surroundings around;
    private readonly TokenProvider provider = new();
    private readonly RecordingLogs logs = new();
    private HeadWorld world = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DateTime Now => around.Clock.GetCurrentInstant().ToDateTimeUtc();

    public OperatorDoorTests() => around = new Surroundings { Tables = tables };

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, value) in provider.Settings) around.Settings[name] = value;
        world = await HeadWorld.StartLoadedAsync(around, b => b.Logging.AddProvider(logs));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await provider.DisposeAsync();
        logs.Dispose();
    }

    [Fact]
    public async Task A_command_is_done_in_the_name_of_who_sent_it()
    {
        var listed = await RunAsync("agency", "list", "--json");
        Assert.Equal(0, listed.Exit);
        using var agencies = JsonDocument.Parse(listed.Out);
        Assert.Contains(agencies.RootElement.EnumerateArray(), a => a.GetProperty("id").GetString() == "river-icm");

        for (var i = 0; i < 2; i++) around.Bus.Lying.Add((QueueNames.OfAgency("income-support"), world.Message("river-icm", "1")));
        var suspended = (await RunAsync("agency", "suspend", "income-support")).Out;
        Assert.Contains("2 messages wait on its queue", suspended, StringComparison.Ordinal);
        Assert.Contains("is suspended", suspended, StringComparison.Ordinal);
        Assert.Contains("Nothing to change", (await RunAsync("agency", "suspend", "income-support", "--by", "Robin")).Out, StringComparison.Ordinal);
        Assert.Contains("takes part again", (await RunAsync("agency", "resume", "income-support", "--by", "Robin")).Out, StringComparison.Ordinal);

        var audit = await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop);
        Assert.Equal(
            ["hub agency list", "hub agency resume", "hub agency suspend", "hub agency suspend"],
            audit.Where(a => a.Action == "operator" && a.By == "kim@city.example").Select(a => a.About).Order(StringComparer.Ordinal));
        var log = await RunAsync("directory", "log", "income-support", "--json");
        Assert.Contains("\"kim@city.example\"", log.Out, StringComparison.Ordinal);
        Assert.Contains("\"Robin (kim@city.example)\"", log.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_looked_at_without_an_agency_is_written_down_with_who_looked()
    {
        await RunAsync("cant-be-told", "river-icm");

        Assert.Contains(
            await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop),
            a => a is { Action: "cant-be-told", By: "kim@city.example" });
    }

    [Fact]
    public async Task A_file_is_sent_along_and_one_that_is_not_is_not_looked_for_here()
    {
        var change = Messages.Change("river-icm", "RI-0001", "housing.arrears");
        var files = new Dictionary<string, string> { ["change.json"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(change)) };

        var previewed = await SendAsync(provider.Token(now: Now), new { words = (string[])["preview", "change.json", "--as", "river-icm"], files });
        Assert.StartsWith("change.json: would be refused", (await AnswerAsync(previewed)).Error, StringComparison.Ordinal);
        var there = await RunAsync("preview", "/etc/hostname", "--as", "river-icm");
        Assert.Equal(1, there.Exit);
        Assert.Contains("There is no file /etc/hostname", there.Error, StringComparison.Ordinal);
        Assert.Contains("leave out --out", (await RunAsync("consent", "form", "--out", "/tmp/form.html")).Error, StringComparison.Ordinal);
    }

    /// <summary>A program's sheet is planned, put on the queue and taken as it is beside the data; what became of it is seen by asking again.</summary>
    [Fact]
    public async Task A_programs_teams_are_loaded_from_a_sheet()
    {
        const string Sheet = TeamsSteps.Heads + "CANARY-2001,,bridge-outreach,luc,OUT,yes,BO-2001,,,B housing,2026-11-02,2027-11-01,written,,2026-1\n";
        var files = new Dictionary<string, string> { ["teams.csv"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Sheet)) };
        async Task<Answered> ImportAsync(params string[] how) => await AnswerAsync(
            await SendAsync(provider.Token(now: Now), new { words = (string[])["teams", "import", "teams.csv", "--as", "river-icm", .. how], files }));

        Assert.Contains("Nothing was changed", (await ImportAsync("--dry-run")).Out, StringComparison.Ordinal);
        Assert.Empty(around.Queues.Messages);
        var imported = await ImportAsync();
        Assert.Equal((0, string.Empty), (imported.Exit, imported.Error));
        Assert.Contains("1 new client", imported.Out, StringComparison.Ordinal);

        var queued = Assert.Single(around.Queues.Messages);
        var actions = new RecordingActions();
        await world.Queues.ReceiveClientChange(
            world.Message("river-icm", Encoding.UTF8.GetString(queued.Body.Span), signature: queued.Properties[Signature.Property]), actions, Stop);
        Assert.Equal(["complete"], actions.Done);
        Assert.Contains("nothing new; 2 unchanged", (await ImportAsync("--dry-run")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Lines, line => line.Contains("CANARY", StringComparison.Ordinal));
        Assert.Contains(
            await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop), a => a is { Action: "teams.import", By: "kim@city.example" });
    }

    /// <summary>An agency that joins or whose key was changed gets it from here: the vault has only what it is made from.</summary>
    [Fact]
    public async Task An_agencys_key_is_given_out_and_who_asked_is_written_down()
    {
        await RunAsync("agency", "keys", "river-icm", "--rotate");
        var printed = await RunAsync("signing-key", "river-icm");

        await world.Hub.Directory.NowAsync(Stop);
        around.Clock.Advance(Duration.FromMinutes(2));
        await world.Hub.Directory.NowAsync(Stop);
        Assert.Equal(world.Hub.AgencyKeys.Of("river-icm")[0].Text + "\n", printed.Out);
        Assert.Contains(
            await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop),
            a => a is { Action: "agency.signing-key", About: "river-icm", By: "kim@city.example" });
    }

    [Theory]
    [InlineData("backup", "b.hfb")]
    [InlineData("up")]
    [InlineData("sign", "x.json", "--as", "river-icm")]
    [InlineData("keys", "rotate", "links.key")]
    [InlineData("connection-string", "river-icm")]
    [InlineData("directory", "import", "x.json")]
    [InlineData("no-such")]
    public async Task What_needs_a_machines_files_or_prints_its_keys_is_no_command_here(params string[] words)
    {
        var answer = await RunAsync(words);

        Assert.Equal(2, answer.Exit);
        Assert.Empty(answer.Out);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task A_token_that_proves_nothing_opens_nothing()
    {
        var tokens = new Dictionary<string, string?>
        {
            ["none"] = null,
            ["no token"] = "xyz",
            ["for something else"] = provider.Token(t => t.Audience = "https://management.azure.com/", Now),
            ["of another provider"] = provider.Token(t => t.Issuer = "https://login.example/", Now),
            ["ended"] = provider.Token(t => (t.NotBefore, t.Expires) = (Now.AddHours(-2), Now.AddMinutes(-3)), Now),
            ["not good yet"] = provider.Token(t => (t.NotBefore, t.Expires) = (Now.AddMinutes(3), Now.AddHours(1)), Now),
            ["without an end"] = provider.Token(t => t.Expires = null, Now),
            ["unsigned"] = provider.Token(t => t.SigningCredentials = null, Now),
            ["signed with the public key"] = provider.Token(t => t.SigningCredentials = provider.PublicKeyAsSecret(), Now),
            ["signed by a stranger"] = provider.Token(t => t.SigningCredentials = provider.StrangersKey(), Now),
            ["changed"] = Changed(provider.Token(now: Now)),
            ["nobody's"] = provider.Token(t => t.Subject = new ClaimsIdentity([new Claim("roles", "operator")]), Now),
        };
        foreach (var (what, token) in tokens)
        {
            var answer = await SendAsync(token, new { words = (string[])["community", "--json"] });
            Assert.True(answer.Response.StatusCode == 401, $"{what}: {answer.Response.StatusCode}");
            Assert.StartsWith("Bearer", answer.Response.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
            var said = await BodyAsync(answer);
            Assert.DoesNotContain("river", said, StringComparison.OrdinalIgnoreCase);
            if (token is { Length: > 10 }) Assert.DoesNotContain(token.Split('.')[1], said, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop), a => a.Action == "operator");
    }

    [Fact]
    public async Task Who_has_no_role_is_told_so()
    {
        var answer = await SendAsync(
            provider.Token(t => t.Subject = new ClaimsIdentity([new Claim("sub", "18"), new Claim("roles", "reader"), new Claim("scp", "operator")]), Now),
            new { words = (string[])["community"] });

        Assert.Equal(403, answer.Response.StatusCode);
        Assert.Contains("no role operator", await BodyAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_kept_and_asked_for_again_when_the_provider_has_new_ones()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(0, (await RunAsync("tasks", "list")).Exit);
        Assert.Equal(1, provider.Asked);

        // Fetched beside the request that showed the need: the next one has them.
        provider.Rotate();
        var status = 0;
        for (var i = 0; i < 200 && status != 200; i++)
        {
            status = (await SendAsync(provider.Token(now: Now), new { words = (string[])["tasks", "list"] })).Response.StatusCode;
            if (status != 200) await Task.Delay(20, Stop);
        }

        Assert.Equal((200, 2), (status, provider.Asked));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_and_nothing_is_done()
    {
        await using var gone = new TokenProvider();
        around.Settings["HubOperators__authority"] = $"http://127.0.0.1:{LoopbackServer.ClosedPort()}";
        await using var other = await HeadWorld.StartLoadedAsync(around);

        var answer = await SendAsync(gone.Token(now: Now), new { words = (string[])["tasks", "list"] }, other);

        Assert.Equal(503, answer.Response.StatusCode);
        Assert.Contains("HubOperators__authority", await BodyAsync(answer), StringComparison.Ordinal);
    }

    /// <summary>Looking is not done where it can't be written down.</summary>
    [Fact]
    public async Task Storage_that_takes_nothing_is_said_and_nothing_is_shown()
    {
        tables.TakesNothing = true;

        var answer = await SendAsync(provider.Token(now: Now), new { words = (string[])["community", "--json"] });

        Assert.Equal(503, answer.Response.StatusCode);
        Assert.Equal("The tables take nothing.\n", await BodyAsync(answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"words\":null}")]
    [InlineData("{\"words\":[\"tasks\",\"list\"],\"as\":\"robin\"}")]
    [InlineData("{\"words\":[\"tasks\",null]}")]
    [InlineData("{\"words\":[\"tasks\"],\"files\":{\"-\":null}}")]
    [InlineData("{\"words\":[\"tasks\"],\"files\":{\"-\":\"%\"}}")]
    public async Task What_is_no_command_is_refused_in_words(string body)
    {
        var answer = await SendAsync(provider.Token(now: Now), body);

        Assert.Equal(400, answer.Response.StatusCode);
        Assert.Contains("\"words\"", await BodyAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_is_refused_and_reading_with_get_too()
    {
        Assert.Equal(413, (await SendAsync(provider.Token(now: Now), new string(' ', 1024 * 1024 + 1))).Response.StatusCode);
        var got = await world.AskAsync("GET", "/operator");
        Assert.Equal((405, "POST"), (got.Response.StatusCode, got.Response.Headers.Allow.ToString()));
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_such_place()
    {
        await using var other = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });

        Assert.Equal(404, (await other.AskAsync("POST", "/operator", form: "")).Response.StatusCode);
    }

    [Fact]
    public async Task A_community_is_set_up_from_afar()
    {
        var empty = new Surroundings { Tables = new MemoryTables() };
        foreach (var (name, value) in provider.Settings) empty.Settings[name] = value;
        await using var other = HeadWorld.Start(empty);
        var settings = """{ "nameEn": "Taber", "nameFr": "Taber", "zone": "America/Edmonton", "leadOrganisation": "taber-lead" }""";

        Assert.Contains("No community is set up there", (await AnswerAsync(await SendAsync(provider.Token(now: Now), new { words = (string[])["tasks", "list"] }, other))).Error, StringComparison.Ordinal);
        var set = await AnswerAsync(await SendAsync(
            provider.Token(now: Now), new { words = (string[])["community", "set", "-"], files = new Dictionary<string, string> { ["-"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(settings)) } }, other));
        Assert.StartsWith("Set: Taber", set.Out, StringComparison.Ordinal);
        Assert.Equal("Taber", (await other.Hub.Partners.CommunityAsync(Stop))!.NameEn);
    }

    /// <summary>References, names and tokens are in no log line, and in the audit only who and which command.</summary>
    [Fact]
    public async Task Nothing_of_the_words_is_logged()
    {
        var token = provider.Token(now: Now);
        foreach (var words in (string[][])[["disclosures", "CANARY-77", "--as", "river-icm"], ["coverage", "CANARY-77"], ["calls", "CANARY-77", "--as", "river-icm"], ["no-such", "CANARY-77"], ["tasks", "show", "CANARY-77"]])
            await SendAsync(token, new { words });

        Assert.NotEmpty(logs.Lines);
        Assert.All(logs.Lines, line =>
        {
            Assert.DoesNotContain("CANARY", line, StringComparison.Ordinal);
            Assert.DoesNotContain("kim@", line, StringComparison.Ordinal);
            Assert.DoesNotContain(token[..20], line, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(await world.Hub.Audit.ReadAsync(around.Clock.GetCurrentInstant(), Stop), a => a.Action == "operator" && a.About.Contains("CANARY", StringComparison.Ordinal));
    }

    private async Task<Answered> RunAsync(params string[] words) => await AnswerAsync(await SendAsync(provider.Token(now: Now), new { words }));

    private Task<HttpContext> SendAsync(string? token, object body, HeadWorld? to = null) => SendAsync(token, JsonSerializer.Serialize(body), to);

    private Task<HttpContext> SendAsync(string? token, string body, HeadWorld? to = null) => (to ?? world).AskAsync(
        "POST", "/operator", json: body, authorization: token is null ? null : "Bearer " + token);

    private static async Task<Answered> AnswerAsync(HttpContext http)
    {
        var body = await BodyAsync(http);
        Assert.True(http.Response.StatusCode == 200, $"{http.Response.StatusCode}: {body}");
        Assert.Equal("no-store", http.Response.Headers.CacheControl.ToString());
        return JsonSerializer.Deserialize<Answered>(body, JsonSerializerOptions.Web)!;
    }

    private static async Task<string> BodyAsync(HttpContext http) => await new StreamReader(http.Response.Body).ReadToEndAsync();

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("kim@", "rob@", StringComparison.Ordinal));
        return string.Join('.', parts);
    }

    private sealed class FailingTables(ITables inner) : ITables
    {
        public bool TakesNothing { get; set; }

        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) => inner.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            inner.RangeAsync(table, partition, from, before, limit, cancellation);

        public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
            TakesNothing ? throw new IOException("The tables take nothing.") : inner.BatchAsync(table, partition, writes, cancellation);
    }

    private sealed record Answered(int Exit, string Out, string Error);

    private sealed class RecordingLogs : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
        }
    }
}
