using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Mail.Eml;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub up</c>: runs the hub until it is asked to stop (Ctrl+C, SIGTERM).</summary>
internal sealed class UpCommand(LocalParts parts)
{
    /// <summary>The command's name.</summary>
    public const string Name = "up";

    public Option<int> HttpPort { get; } = Port("--http-port", "The HTTP port on 127.0.0.1", LocalHub.DefaultHttpPort);

    public Option<int> AmqpPort { get; } = Port("--amqp-port", "The AMQP port on 127.0.0.1", AmqpDoor.DefaultPort);

    public Option<bool> Empty { get; } = new("--empty") { Description = "Leave the fictional community out at the first start" };

    public Command Create()
    {
        var up = parts.Command(
            Name, "Run the hub on this machine until Ctrl+C. The first start loads a fictional community to try", "hub up --http-port 7071 --data ./data", HttpPort, AmqpPort, Empty);
        up.SetAction(RunAsync);
        return up;
    }

    public async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var folder = DataFolder.Open(parts.Root(parse));
        await using (var server = await HubServer.StartAsync(
            folder, parts.Terminal.Clock, parse.GetRequiredValue(HttpPort), parse.GetRequiredValue(AmqpPort), parse.GetValue(Empty), cancellation))
        {
            foreach (var line in Greeting(server)) await parts.Terminal.Out.WriteLineAsync(line);
            await parts.Terminal.Out.FlushAsync(CancellationToken.None);
            await server.WaitAsync(cancellation);
        }

        await parts.Terminal.Out.WriteLineAsync("The hub has stopped. Everything it took is in its data folder.");
        return ExitCodes.Done;
    }

    private static IEnumerable<string> Greeting(HubServer server)
    {
        var local = server.Local;
        var url = local.Options.PublicUrl.AbsoluteUri.TrimEnd('/');
        yield return $"The hub is up on {url}";
        yield return $"  amqp        amqp://127.0.0.1:{server.AmqpPort}, for Service Bus SDKs and any AMQP 1.0 client";
        yield return $"  data        {local.Folder.Root} (only this user may open it)";
        yield return $"  mail        {local.Mail.Place}";
        yield return $"  contract    docs/integrating.md; schemas at {url}/schemas/ca.housingfirst.client.changed.v1";
        yield return $"  community   {Community(server)}";
        yield return string.Empty;
        yield return "Try it in a second terminal:";
        yield return $"  hub() {{ HF_DATA={Shell.Quote(local.Folder.Root)} {Self()} \"$@\"; }}";
        foreach (var line in local.Hub.Directory.Latest is null ? FirstSteps : FirstChange(local)) yield return "  " + line;
        yield return string.Empty;
        yield return "Ctrl+C stops the hub. hub --help lists the commands.";
    }

    private static readonly string[] FirstSteps =
    [
        "hub community set community.json   # names, zone, lead organisation: hub community set --help",
        "hub agency add --help              # the lead organisation first, then the programs and their partners",
        "hub agency contact add --help      # their people; docs/first-day.md has all six steps",
    ];

    private static IEnumerable<string> FirstChange(LocalHub local)
    {
        (string Command, string Why)[] steps =
        [
            ("hub sample housing.notice --as southside-housing > change.json", "a landlord gives notice"),
            ("hub validate change.json", "by the contract, nothing is sent"),
            ("hub send --as southside-housing change.json", "prints the change's key"),
            ("hub coverage KEY", "who was told, who not and why"),
            ($"ls {Shell.Quote(local.Folder.Mail)}", "the mails it made"),
        ];
        if (local.Mail.Mailer is not EmlMailer) steps = steps[..^1];
        var width = steps.Max(s => s.Command.Length);
        return steps.Select(s => $"{s.Command.PadRight(width)}   # {s.Why}");
    }

    private static string Community(HubServer server) => server.Local.Hub.Directory.Latest is not { } at
        ? "none yet: hub community set FILE"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{at.Community.NameEn}{(server.LoadedNow ? ", loaded now" : string.Empty)}, {at.Directory.Ids.Count} organisations: hub community");

    /// <summary>How this program is started: quicker than through the build.</summary>
    private static string Self() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
            ? Shell.Quote(path)
            : "dotnet " + Shell.Quote(Path.Combine(AppContext.BaseDirectory, "HousingFirst.Local.dll"));

    private static Option<int> Port(string name, string description, int usual)
    {
        var port = new Option<int>(name)
        {
            Description = description,
            HelpName = "PORT",
            DefaultValueFactory = _ => usual,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is < 1 or > 65535)
                result.AddError($"{name}: a port is a number from 1 to 65535.");
        });
        return port;
    }
}
