using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Core.Costing;

namespace HousingFirst.Local.Commands.Azure;

/// <summary><c>hub cost</c>: a month's bill in Azure, worked out from what tests have counted.</summary>
internal static class CostCommand
{
    public static Command Create(LocalParts parts)
    {
        var (programs, partners, changes) = (Number("--programs", "Funded programs"), Number("--partners", "Partners who are informed"), Number("--changes", "Client changes a month"));
        var agencies = Number("--agencies", "Agencies that read a queue of their own. Default: the partners, at most 40");
        var mails = Number("--mails", "Mails a month. Default: 3.3 a change");
        var contacts = Number("--contacts", "Contacts of the month recorded. Default: 20 a program");
        var communities = Number("--communities", "Communities that the deployment serves; the other numbers are of all together. Default: 1", 1);
        var tick = Number("--tick-minutes", "Minutes between two ticks. Default: 5", 1);
        var memory = Number("--memory-mb", "Memory of an instance: 512, 2048 or 4096. Default: 512", 1);
        var standard = new Option<bool>("--standard") { Description = "Service Bus Standard in place of Basic" };
        var mailer = new Option<string>("--mailer") { Description = "Who takes the mail", DefaultValueFactory = _ => "sendgrid" };
        mailer.AcceptOnlyFromAmong("sendgrid", "acs", "own");
        var prices = new Option<string?>("--prices") { Description = "Another price list, as --print-prices prints one", HelpName = "FILE" };
        var print = new Option<bool>("--print-prices") { Description = "Print the price list that is used, and nothing else" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "cost",
            "Price a month in Azure, with the working shown: what tests have counted, times list prices of a day. Free grants are not counted",
            "hub cost --programs 15 --partners 300 --agencies 40 --changes 2000 --mails 6600",
            [programs, partners, changes, agencies, mails, contacts, communities, tick, memory, standard, mailer, prices, print, json]);
        command.SetAction(async (parse, cancellation) =>
        {
            var text = parse.GetValue(prices) is { } file ? await ReadAsync(file, cancellation) : PriceList.CarriedText;
            if (parse.GetValue(print))
            {
                await parts.Terminal.Out.WriteAsync(text);
                return ExitCodes.Done;
            }

            var usage = new Usage(Need(programs), Need(partners), Need(changes));
            usage = usage with
            {
                Agencies = parse.GetValue(agencies) ?? usage.Agencies,
                Mails = parse.GetValue(mails) ?? usage.Mails,
                Contacts = parse.GetValue(contacts) ?? usage.Contacts,
                Communities = parse.GetValue(communities) ?? 1,
                TickMinutes = parse.GetValue(tick) ?? 5,
                MemoryMb = parse.GetValue(memory) ?? 512,
                Standard = parse.GetValue(standard),
                Seller = parse.GetRequiredValue(mailer) switch { "acs" => MailSeller.Acs, "own" => MailSeller.Own, _ => MailSeller.SendGrid },
            };
            var bill = new Bill(usage, List(text));
            if (parse.GetValue(json)) parts.Terminal.Json(bill);
            else bill.Print(parts.Terminal);
            return ExitCodes.Done;

            long Need(Option<int?> option) => parse.GetValue(option) ?? throw new CommandFailure($"{option.Name} is missing: `hub cost --help` has an example.");
        });
        return command;
    }

    private static PriceList List(string text)
    {
        try
        {
            return PriceList.Read(text);
        }
        catch (FormatException wrong)
        {
            throw new CommandFailure(wrong.Message, wrong);
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation) =>
        File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation) : throw new CommandFailure($"{file} isn't there. `hub cost --print-prices > {Shell.Quote(file)}` makes one to change.");

    private static Option<int?> Number(string name, string description, int least = 0)
    {
        var number = new Option<int?>(name) { Description = description, HelpName = "N" };
        number.Validators.Add(result =>
        {
            if (result.GetValue(number) < least) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number from {least}."));
        });
        return number;
    }
}
