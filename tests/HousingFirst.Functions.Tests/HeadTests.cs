using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using HousingFirst.Azure.Settings;
using HousingFirst.Commands.Door;
using HousingFirst.Contracts;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail;
using HousingFirst.Mail.Returns;
using HousingFirst.Mail.SendGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>What the head is: small, named as others know it, and heard.</summary>
public sealed class HeadTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "functions", "HousingFirst.Functions");

    private static readonly MethodInfo[] Functions = [.. typeof(FunctionNames).Assembly.GetExportedTypes()
        .SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FunctionAttribute>() is not null)];

    [Fact]
    public void It_is_at_most_400_lines_of_code()
    {
        var lines = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(l => l.Trim() is { Length: > 0 } code && !code.StartsWith("//", StringComparison.Ordinal));

        Assert.InRange(lines, 1, 400);
    }

    [Fact]
    public void The_functions_are_those_that_others_know_by_name()
    {
        var named = typeof(FunctionNames).GetFields().Select(f => (string)f.GetValue(null)!);

        Assert.Equal(named.Order(StringComparer.Ordinal), Functions.Select(f => f.GetCustomAttribute<FunctionAttribute>()!.Name).Order(StringComparer.Ordinal));
        Assert.All(Functions, f => Assert.Equal(f.Name, f.GetCustomAttribute<FunctionAttribute>()!.Name));
    }

    [Fact]
    public void The_queues_are_settled_by_the_head_alone()
    {
        var triggers = Functions.Select(f => f.GetParameters()[0].GetCustomAttribute<ServiceBusTriggerAttribute>()).OfType<ServiceBusTriggerAttribute>().ToArray();

        Assert.Equal([QueueNames.ClientChanges, QueueNames.PartnerActivity], triggers.Select(t => t.QueueName).Order(StringComparer.Ordinal));
        Assert.All(triggers, t => Assert.Equal(("ServiceBusConnection", false), (t.Connection, t.AutoCompleteMessages)));
        var bus = Host().GetProperty("extensions").GetProperty("serviceBus");
        Assert.False(bus.GetProperty("autoCompleteMessages").GetBoolean());
        Assert.Equal(0, bus.GetProperty("prefetchCount").GetInt32());
    }

    [Fact]
    public void The_host_is_told_what_the_head_counts_on()
    {
        Assert.Equal("", Host().GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.Matches("^[A-Za-z][A-Za-z0-9]+$", Host().GetProperty("extensions").GetProperty("durableTask").GetProperty("hubName").GetString());
        // A link in a mail is a secret of its reader: no request's path goes to telemetry.
        Assert.False(Host().GetProperty("logging").GetProperty("applicationInsights").GetProperty("httpAutoCollectionOptions").GetProperty("enableHttpTriggerExtendedInfoCollection").GetBoolean());
    }

    [Fact]
    public void Every_setting_that_an_attribute_names_is_checked_at_start()
    {
        var named = Functions.SelectMany(f => f.GetParameters()).Select(p => p.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule ?? string.Empty)
            .SelectMany(s => Regex.Matches(s, "%(.+?)%").Select(m => m.Groups[1].Value)).ToArray();

        Assert.Equal(["TickSchedule"], named);
        Assert.All(named, n => Assert.Contains(SettingsTable.All, s => s.Name == n && s.Needed == "always"));
    }

    [Fact]
    public void The_table_of_settings_has_every_one_that_is_read()
    {
        string[] mail =
        [
            MailProvider.PlaceSetting, MailProvider.SecretSetting, MailProvider.FromSetting, MailProvider.PerMinuteSetting, MailProvider.UnknownSetting,
            BounceMailboxSettings.PlaceSetting, BounceMailboxSettings.SecretSetting, SendGridEvents.KeySetting, OperatorSettings.AuthoritySetting, OperatorSettings.AudienceSetting,
        ];
        var own = typeof(SettingNames).GetFields().Select(f => (string)f.GetValue(null)!);

        Assert.Equal(
            own.Concat(mail).Order(StringComparer.Ordinal),
            SettingsTable.All.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Infrastructure code must write the same names; what it writes besides is none of the head's.</summary>
    [Fact]
    public void Every_setting_the_head_needs_is_in_the_infrastructure_code()
    {
        var module = Path.Combine(Repository.Root, "infra-bicep", "modules", "function-app.bicep");
        if (!File.Exists(module)) Assert.Skip("infra-bicep/modules/function-app.bicep isn't there.");
        var text = File.ReadAllText(module);

        Assert.All(SettingsTable.All.Where(s => s.Needed != "emulator"), s => Assert.Contains(s.Name + ":", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_guide_lists_the_settings_and_the_functions()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure-head.md"));

        Assert.Contains(SettingsTable.Markdown(), guide, StringComparison.Ordinal);
        Assert.All(Functions, f => Assert.Contains($"| `{f.Name}` |", guide, StringComparison.Ordinal));
    }

    /// <summary>Information reaches who listens, the hub's own and the head's; no filter of the worker's telemetry holds it back.</summary>
    [Fact]
    public async Task Information_flows()
    {
        var heard = new Listener();
        await using var world = HeadWorld.Start(
            new Surroundings { Tables = new MemoryTables(), Settings = { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/" } },
            builder => builder.Logging.AddProvider(heard));
        var logs = world.Services.GetRequiredService<ILoggerFactory>();

        logs.CreateLogger("HousingFirst.Hub.Ticking.Tick").Log(LogLevel.Information, default, "one", null, (text, _) => text);
        await world.TickAsync();

        Assert.Contains((LogLevel.Information, "one"), heard.Lines);
        Assert.Contains(heard.Lines, l => l.Level == LogLevel.Warning && l.Text.StartsWith("There is no community yet", StringComparison.Ordinal));
        Assert.Contains(world.Services.GetServices<ILoggerProvider>(), p => p.GetType().FullName == "OpenTelemetry.Logs.OpenTelemetryLoggerProvider");
    }

    private static JsonElement Host() => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json"))).RootElement;

    private sealed class Listener : ILoggerProvider, ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
