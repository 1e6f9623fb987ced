using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Mail.Returns;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub mail bounce</c>: takes returned mails and complaints from files, where no mailbox is fetched by itself.</summary>
internal static class MailBounceCommand
{
    private const int LargestFile = 1024 * 1024;

    public static Command Create(LocalParts parts)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Messages as they came, with all their headers; - reads standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = CommandParts.Json();
        var command = parts.Command(
            "bounce", "Take returned mails (RFC 3464) and complaints (RFC 5965): an address that is gone for good is stopped", "hub mail bounce returned.eml",
            files, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenLocalAsync(parse, cancellation);
            var read = new ReturnedMail(hub.Local.Mail.Domain);
            var results = new List<Result>();
            foreach (var name in parse.GetRequiredValue(files))
            {
                var file = await InputFile.ReadAsync(parts.Terminal, name, LargestFile, "more than a returned mail has. Nothing of it was taken.", cancellation);
                results.Add(await OneAsync(file, read, hub, cancellation));
            }

            if (parse.GetValue(json)) parts.Terminal.Json(results);
            else
            {
                foreach (var result in results)
                    await (result.Taken ? parts.Terminal.Out : parts.Terminal.Error).WriteLineAsync($"{result.File}: {result.What}");
            }

            return results.TrueForAll(r => r.Taken) ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static async Task<Result> OneAsync(InputFile file, ReturnedMail read, OpenLocalHub hub, CancellationToken cancellation)
    {
        var reading = Reading(file, read, cancellation);
        if (!reading.IsReport)
            return new(file.Name, false, "not a mail server's report: save the returned mail whole, as your mail program's source view shows it.");
        if (!reading.IsOurs)
            return new(file.Name, false, "about a mail that this hub didn't send: its Message-ID ends in another domain than HF_MAIL_FROM.");
        if (reading.Returns.Count == 0) return new(file.Name, true, "may pass: nothing is stopped.");
        var taken = await hub.Hub.TakeReturns.RunAsync(reading.Returns, cancellation);
        return taken.Ours > 0
            ? new(file.Name, true, "gone for good: the address is stopped.")
            : new(file.Name, true, "gone for good, and not in the directory any more: nothing is stopped.");
    }

    private static ReturnedMail.Reading Reading(InputFile file, ReturnedMail read, CancellationToken cancellation)
    {
        using var message = new MemoryStream(file.Body, writable: false);
        try
        {
            return read.Read(message, cancellation);
        }
        catch (FormatException wrong)
        {
            throw new CommandFailure($"{file.Name} is no message: save the returned mail whole, as your mail program's source view shows it.", wrong);
        }
    }

    private sealed record Result(string File, bool Taken, string What);
}
