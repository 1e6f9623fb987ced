using System.CommandLine;
using System.Text;
using HousingFirst.Commands;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Mail;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub mail preview</c>: writes made-up mails as a contact would get them. Sends nothing.</summary>
internal static class MailPreviewCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create(LocalParts parts)
    {
        var to = new Option<string>("--to") { Description = "Who would get the mail, by contact id", HelpName = "CONTACT", Required = true };
        var kind = new Option<string?>("--kind") { Description = "One sort of mail; default: every sort this contact gets", HelpName = "KIND" };
        kind.AcceptOnlyFromAmong([.. MailExamples.Kinds]);
        var language = new Option<string?>("--lang") { Description = "The language: en or fr; default: the contact's own", HelpName = "en|fr" };
        language.AcceptOnlyFromAmong("en", "fr");
        var folder = new Option<string?>("--out") { Description = "The folder to write to; default: mail-preview in the data folder", HelpName = "DIR" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "preview",
            "Write each sort of mail as a contact would get it, with a made-up content: a page and its text. Nothing is sent",
            "hub mail preview --to dana --kind notice --lang fr",
            to,
            kind,
            language,
            folder,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenLocalAsync(parse, cancellation);
            var reader = Reader(hub, parse.GetRequiredValue(to));
            if (parse.GetValue(language) is { } tag) reader = reader with { Language = tag == "fr" ? Language.French : Language.English };
            var examples = new MailExamples(hub.At, hub.Local.Options.PublicUrl, reader).All();
            var chosen = parse.GetValue(kind) is { } one ? [Sent(examples.Single(e => e.Kind == one), reader)] : examples.Where(e => e.IsSent).ToArray();
            var root = Path.GetFullPath(parse.GetValue(folder) ?? Path.Combine(parts.Root(parse), "mail-preview"));
            Directory.CreateDirectory(root);
            var written = new List<Written>();
            foreach (var example in chosen) written.Add(await WriteAsync(example, root, reader, cancellation));
            if (parse.GetValue(json)) parts.Terminal.Json(written);
            else parts.Terminal.Table(["Mail", "Page", "Text"], written.Select(w => (string[])[w.Kind, w.Html, w.Text]));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Contact Reader(OpenLocalHub hub, string id)
    {
        var contacts = hub.At.Directory.Organisations.SelectMany(o => o.Contacts).ToArray();
        var reader = contacts.FirstOrDefault(c => c.Id == id) ?? throw new CommandFailure(
            "No contact here has that id" + (Spelling.Nearest(id, contacts.Select(c => c.Id), 3) is { } near ? $": did you mean {near}?" : ".")
            + " `hub community` shows the ids.");
        return ComposeMail.IsMailable(reader) ? reader : throw new CommandFailure(
            $"{id} gets no mail: the directory has no address for them that works. Give them one: hub agency contact change ... --address.");
    }

    private static MailExamples.Example Sent(MailExamples.Example example, Contact reader) => example.IsSent
        ? example
        : throw new CommandFailure($"{reader.Id} gets no {example.Kind}: the hub sends it to {example.Who} only. Choose one of them, or another kind.");

    private static async Task<Written> WriteAsync(MailExamples.Example example, string root, Contact reader, CancellationToken cancellation)
    {
        var mail = await MailRenderer.RenderAsync(example.Mail);
        var file = Path.Combine(root, $"{reader.Id}-{example.Kind}.{mail.LanguageTag[..2]}");
        await File.WriteAllTextAsync(file + ".html", mail.Html, Utf8, cancellation);
        await File.WriteAllTextAsync(file + ".txt", mail.Text, Utf8, cancellation);
        return new Written(example.Kind, mail.Subject, file + ".html", file + ".txt");
    }

    private sealed record Written(string Kind, string Subject, string Html, string Text);
}
