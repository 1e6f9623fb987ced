using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Commands.Door;

/// <summary>
/// <c>POST /operator</c>: runs a command of an operator who shows a token, and answers what it said: the same bytes that the command prints beside
/// the data. That it was run is written down with the operator's name; its words are not, and are in no log.
/// </summary>
public static partial class OperatorDoor
{
    /// <summary>Adds the door, where the deployment has settings for it.</summary>
    public static void Map(IEndpointRouteBuilder routes, OperatorSettings? settings)
    {
        if (settings is null) return;
        // Made at the first command: a start does without.
        var tokens = new Lazy<OperatorTokens>(() => new OperatorTokens(settings, routes.ServiceProvider.GetRequiredService<OperatorHead>().Clock));
        routes.Map(SentCommand.Path, http => AnswerAsync(http, tokens.Value));
    }

    private static async Task AnswerAsync(HttpContext http, OperatorTokens tokens)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "POST";
            await SayAsync(http, StatusCodes.Status405MethodNotAllowed, "Commands are sent with POST.");
            return;
        }

        TokenVerdict verdict;
        try
        {
            verdict = await tokens.CheckAsync(http.Request.Headers.Authorization, http.RequestAborted);
        }
        catch (IOException fault)
        {
            await SayAsync(http, StatusCodes.Status503ServiceUnavailable, fault.Message);
            return;
        }

        switch (verdict)
        {
            case TokenVerdict.Operator sender:
                await RunAsync(http, sender.Name);
                break;
            case TokenVerdict.NoRole:
                http.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
                await SayAsync(http, StatusCodes.Status403Forbidden, $"The token's person has no role {OperatorTokens.Role} for this hub: whoever looks after its registration gives it.");
                break;
            default:
                http.Response.Headers.WWWAuthenticate = verdict is TokenVerdict.Invalid ? "Bearer error=\"invalid_token\"" : "Bearer";
                await SayAsync(http, StatusCodes.Status401Unauthorized, verdict is TokenVerdict.Invalid wrong ? $"The token is refused: {wrong.Why}." : "A token is needed: Authorization: Bearer TOKEN.");
                break;
        }
    }

    private static async Task RunAsync(HttpContext http, string sender)
    {
        if (http.Request.ContentLength > SentCommand.LargestBody)
        {
            await SayAsync(http, StatusCodes.Status413PayloadTooLarge, $"The command and its files are over {SentCommand.LargestBody / 1024} KiB. Nothing was done.");
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = SentCommand.LargestBody;
        SentCommand? sent;
        try
        {
            sent = await JsonSerializer.DeserializeAsync<SentCommand>(http.Request.Body, SentCommand.Json, http.RequestAborted);
        }
        catch (JsonException)
        {
            sent = null;
        }

        // The serializer lets nulls through inside of lists.
        if (sent is null || sent.Words.Any(w => w is null) || sent.Files.Any(f => f.Value is null))
        {
            await SayAsync(http, StatusCodes.Status400BadRequest, """The body is no command: send {"words":["tasks","list","--json"]}, with "files" in base64 by name and "width" where they are needed.""");
            return;
        }

        var services = http.RequestServices;
        CommandAnswer answer;
        try
        {
            answer = await RunAsync(sent, sender, services.GetRequiredService<OperatorHead>(), services.GetRequiredService<ILoggerFactory>(), http.RequestAborted);
        }
        catch (IOException fault)
        {
            // That it is run can't be written down: then it isn't.
            await SayAsync(http, StatusCodes.Status503ServiceUnavailable, fault.Message);
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, answer, SentCommand.Json, http.RequestAborted);
    }

    private static async Task<CommandAnswer> RunAsync(SentCommand sent, string sender, OperatorHead head, ILoggerFactory logs, CancellationToken cancellation)
    {
        using var printed = new StringWriter();
        using var errors = new StringWriter();
        using var input = new MemoryStream(sent.Files.TryGetValue("-", out var stood) ? stood : []);
        var terminal = new Terminal(printed, errors, input, head.Clock)
        {
            IsPerson = sent.Width is not null,
            Width = sent.Width is { } width ? Math.Clamp(width, 40, 400) : null,
            Operator = sender,
            OpenFile = name => sent.Files.TryGetValue(name, out var body) ? new MemoryStream(body) : throw new FileNotFoundException("It was not sent along.", name),
        };
        var hub = head.HubOf(sender);
        var root = OperatorCommands.Create(new DoorCommandParts(terminal, head, hub));
        var exit = ExitCodes.Usage;
        if (await CommandRun.ParseAsync(root, sent.Words, terminal) is { } parse)
        {
            var name = CommandRun.NameOf(parse.CommandResult);
            await hub.Audit.AddAsync("operator", name, cancellation);
            exit = await CommandRun.RunAsync(parse, terminal, ends: null, static _ => false, cancellation);
            Ran(logs.CreateLogger(typeof(OperatorDoor)), name, exit);
        }

        return new CommandAnswer(exit, printed.ToString(), errors.ToString());
    }

    private static Task SayAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text + "\n", http.RequestAborted);
    }

    [LoggerMessage(LogLevel.Information, "Operator's command {Command} ended with {Exit}.")]
    private static partial void Ran(ILogger log, string command, int exit);
}
