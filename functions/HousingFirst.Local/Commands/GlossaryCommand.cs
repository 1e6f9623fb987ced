using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub glossary</c>: the words all partners share, in both languages. Needs no hub.</summary>
internal static class GlossaryCommand
{
    public static Command Create(LocalParts parts)
    {
        var term = new Argument<string?>("TERM")
        {
            Description = "A code, a word, its label in either language, or a kind (role, facet, ...); default: everything",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var language = new Option<string?>("--language") { Description = "Labels and definitions in this language only; default: labels in both", HelpName = "en|fr" };
        language.AcceptOnlyFromAmong("en", "fr");
        var json = CommandParts.Json();
        var command = parts.Command(
            "glossary", "Say what a code, a role or another common word means, in English and French", "hub glossary away.hospital.in --language fr", term, language, json);
        command.SetAction(async (parse, _) =>
        {
            var word = parse.GetValue(term);
            var entries = word is null ? CommonLanguage.Entries : CommonLanguage.Find(word);
            if (entries.IsEmpty) throw new CommandFailure($"The glossary has no such word; did you mean {CommonLanguage.Nearest(word!)}?");
            var chosen = parse.GetValue(language) switch { "fr" => Language.French, "en" => Language.English, _ => (Language?)null };
            if (parse.GetValue(json)) Json(parts.Terminal, entries, chosen);
            else await PrintAsync(parts.Terminal, entries, chosen);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Json(Terminal terminal, IReadOnlyList<GlossaryEntry> entries, Language? language) => terminal.Json(new
    {
        CommonLanguage.Version,
        Vocabulary = Vocabulary.Version,
        Entries = entries.Select(e => language is { } only
            ? (object)new { Kind = KindOf(e), e.Term, Label = e.Label(only), Definition = e.Definition(only) }
            : new { Kind = KindOf(e), e.Term, e.LabelEn, e.LabelFr, e.DefinitionEn, e.DefinitionFr }),
    });

    private static async Task PrintAsync(Terminal terminal, IReadOnlyList<GlossaryEntry> entries, Language? language)
    {
        if (entries is [var one])
        {
            await terminal.Out.WriteLineAsync($"{one.Term} ({KindOf(one)})");
            foreach (var shown in language is { } only ? [only] : (Language[])[Language.English, Language.French])
            {
                await terminal.Out.WriteLineAsync($"  {(shown == Language.French ? "fr" : "en")}  {one.Label(shown)}");
                await terminal.Out.WriteLineAsync($"      {one.Definition(shown)}");
            }
        }
        else if (language is { } chosen)
        {
            terminal.Table(
                ["Kind", "Term", "Label", "Definition"],
                entries.Select(e => (string[])[KindOf(e), e.Term, e.Label(chosen), e.Definition(chosen)]));
        }
        else
        {
            terminal.Table(["Kind", "Term", "English", "Français"], entries.Select(e => (string[])[KindOf(e), e.Term, e.LabelEn, e.LabelFr]));
        }

        if (terminal.IsPerson) await terminal.Out.WriteLineAsync($"Glossary {CommonLanguage.Version}, codes {Vocabulary.Version}.");
    }

    private static string KindOf(GlossaryEntry entry)
    {
        var name = entry.Kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
