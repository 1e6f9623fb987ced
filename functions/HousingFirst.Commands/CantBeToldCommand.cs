using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub cant-be-told</c>: who would not be told if something happened today, and what to do about it.</summary>
internal static class CantBeToldCommand
{
    public static Command Create(CommandParts parts)
    {
        var program = new Argument<string?>("PROGRAM")
        {
            Description = "A funded program's agency id; default: every program",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommandParts.Json();
        var command = parts.Command(
            "cant-be-told",
            "Show who would not be told if something happened today: no live consent, no one in a role, an ended agreement, an address nobody confirmed. Leaves an audit entry",
            "hub cant-be-told river-icm",
            program,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var lines = await parts.Terminal.WhileAsync(
                "Reading the clients' teams", Task.Run(() => ReadAsync(hub, parse.GetValue(program), cancellation), cancellation));
            if (parse.GetValue(json)) parts.Terminal.Json(lines);
            else if (lines.Count == 0) await parts.Terminal.Out.WriteLineAsync("Everyone on these teams can be told, in every role.");
            else
            {
                parts.Terminal.Table(
                    ["Program", "Client", "Who", "Why", "What to do"],
                    lines.Select(l => (string[])[l.Program, l.Client ?? Clients(l.Clients), l.Who, l.Why, l.Do]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<List<CantBeToldLine>> ReadAsync(OpenHub hub, string? program, CancellationToken cancellation)
    {
        var programs = program is null
            ? hub.At.Directory.Organisations.Where(o => o.Kind == OrganisationKind.FundedProgram).Select(o => o.Id).Order(StringComparer.Ordinal).ToArray()
            : [hub.Agency(program).Id];
        var lines = new List<CantBeToldLine>();
        foreach (var id in programs)
        {
            await foreach (var line in hub.Hub.ReadCantBeTold.RunAsync(id, cancellation)) lines.Add(Line(id, line));
        }

        return lines;
    }

    private static CantBeToldLine Line(string program, CantBeTold line) => line switch
    {
        CantBeTold.NoConsent no => Line(program, nameof(CantBeTold.NoConsent), Who(no.Agency, no.Contact), Why(no), Do(no)) with
        {
            Client = no.Client.Value,
            Agency = no.Agency,
            Contact = no.Contact,
            Roles = [no.Role.ToString()],
            Since = no.Since,
        },
        CantBeTold.NobodyHolds roles => Line(
            program, nameof(CantBeTold.NobodyHolds), string.Join(' ', roles.Roles), "nobody on the team has this role",
            "Ask whether the client has such a partner, and add it: a line in the teams sheet, or team.joined.") with
        {
            Client = roles.Client.Value,
            Roles = [.. roles.Roles.Select(r => r.ToString())],
        },
        CantBeTold.AgreementEnded ended => Line(
            program, nameof(CantBeTold.AgreementEnded), ended.Agency, ended.Ended is null ? "it has signed no agreement" : $"its agreement ended on {Day(ended.Ended)}",
            "Ask the specialist to renew the agreement.") with
        {
            Agency = ended.Agency,
            Since = ended.Ended,
            Clients = ended.Clients,
        },
        CantBeTold.AddressStopped stopped => Line(
            program, nameof(CantBeTold.AddressStopped), Who(stopped.Agency, stopped.Contact), $"the address stopped on {Day(stopped.Since)}",
            $"Call {stopped.Phone} for a working address; the specialist puts it in the directory.") with
        {
            Agency = stopped.Agency,
            Contact = stopped.Contact,
            Since = stopped.Since,
            Clients = stopped.Clients,
        },
        CantBeTold.Unconfirmed old => Line(
            program, nameof(CantBeTold.Unconfirmed), Who(old.Agency, old.Contact), old.Confirmed is { } day ? $"not confirmed since {Day(day)}" : "never confirmed",
            $"Call {old.Phone}: same person, same address?") with
        {
            Agency = old.Agency,
            Contact = old.Contact,
            Since = old.Confirmed,
            Clients = old.Clients,
        },
        CantBeTold.NotListed gone => Line(
            program, nameof(CantBeTold.NotListed), Who(gone.Agency, gone.Contact), "not in the directory any more",
            "Ask the specialist who answers there now; then team.left and team.joined.") with
        {
            Agency = gone.Agency,
            Contact = gone.Contact,
            Clients = gone.Clients,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(line), line, "A line without words."),
    };

    private static CantBeToldLine Line(string program, string kind, string who, string why, string @do) => new(program, kind, who, why, @do);

    private static string Why(CantBeTold.NoConsent no) => no.Reason switch
    {
        WithheldKind.ConsentWithdrawn => $"{no.Role}: the client withdrew the consent on {Day(no.Since)}",
        WithheldKind.ConsentExpired => $"{no.Role}: the consent ended after {Day(no.Since)}",
        WithheldKind.ConsentNotStarted => $"{no.Role}: the consent begins on {Day(no.Since)}",
        _ => $"{no.Role}: no consent",
    };

    private static string Do(CantBeTold.NoConsent no) => no.Reason switch
    {
        WithheldKind.ConsentWithdrawn => "Leave it so; the client may say yes again at any time.",
        WithheldKind.ConsentExpired => "Ask the client again: hub consent form.",
        WithheldKind.ConsentNotStarted => "Wait for that day, or ask for one that begins sooner: hub consent form.",
        _ => "Ask the client: hub consent form.",
    };

    private static string Who(string agency, string contact) => $"{contact} of {agency}";

    private static string Day(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : "a day that isn't known";

    private static string Clients(int? clients) => clients switch
    {
        null => string.Empty,
        1 => "1 client",
        _ => string.Create(CultureInfo.InvariantCulture, $"{clients} clients"),
    };
}

/// <summary>A line of the "can't be told" list.</summary>
/// <param name="Program">Whose list.</param>
/// <param name="Kind">What stands in the way.</param>
/// <param name="Who">Who can't be told.</param>
/// <param name="Why">Why not.</param>
/// <param name="Do">The one thing to do about it.</param>
internal sealed record CantBeToldLine(string Program, string Kind, string Who, string Why, string Do)
{
    /// <summary>The program's reference, where it is about one client.</summary>
    public string? Client { get; init; }

    /// <summary>The partner.</summary>
    public string? Agency { get; init; }

    /// <summary>The partner's contact.</summary>
    public string? Contact { get; init; }

    /// <summary>The role, or the roles that nobody holds.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Since when.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>How many of the program's clients it touches, where it is about a partner.</summary>
    public int? Clients { get; init; }
}
