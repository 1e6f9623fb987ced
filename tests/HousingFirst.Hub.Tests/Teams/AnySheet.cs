using CsCheck;
using HousingFirst.Hub.Teams;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Tests.Teams;

/// <summary>Any small town's teams, and any way in which a spreadsheet program may write them down.</summary>
internal static class AnySheet
{
    public static readonly LocalDate Today = new(2026, 12, 1);

    private static readonly (string Agency, string Contact, string Role)[] Partners =
    [
        ("bridge-outreach", "luc", "OUT"), ("bridge-outreach", "amina", "OUT"), ("prairie-hospital", "marieve", "HLT"), ("prairie-hospital", "tom", "HLT"),
        ("southside-housing", "morgan", "HSG"), ("income-support", "gurpreet", "INC"), ("legal-aid", "noor", "JUS"), ("coordinated-access", "ines", "COO"),
        ("specialist", "robin", "SPC"), ("coulee-act", "priya", "PRG"),
    ];

    private static readonly string[] Words = ["B", "housing", "health", "justice", "money", "safety", "family"];

    public static readonly Gen<Town> Towns = Gen.Select(Client(1), Client(2), Client(3), Gen.Int[1, 3]).Select((a, b, c, n) => new Town([.. new[] { a, b, c }.Take(n)]));

    public static readonly Gen<Layout> Layouts = Gen.Select(
        Gen.OneOf(",", ";", "\t"), Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int).Select((delimiter, bom, french, crlf, quoted, seed) =>
        new Layout(delimiter, bom, french, crlf ? "\r\n" : "\n", quoted, seed));

    private static Gen<StatedClient> Client(int n) => Gen.Select(
        Gen.Shuffle(Partners, 0, 5),
        Gen.Bool.Array[5],
        Consent(n).Array[0, 3]).Select((partners, visits, consents) => new StatedClient(
            $"RI-300{n}",
            [.. partners.Select((p, i) => new StatedMember(p.Agency, p.Contact, p.Role, visits[i], $"REF-{n}{i}"))],
            [.. consents.Select((c, i) => c with { Id = $"C-{n}{i}" })]));

    private static Gen<StatedConsent> Consent(int n) => Gen.Select(
        Gen.OneOf(Partners),
        Gen.Bool,
        Gen.Shuffle(Words, 1, 7),
        Gen.Int[-200, 20],
        Gen.Int[0, 300],
        Gen.OneOf("written", "electronic", "spoken")).Select((partner, toContact, words, from, days, method) =>
        {
            var begins = Today.PlusDays(from);
            var ends = LocalDate.Min(begins.PlusDays(365), LocalDate.Max(Today, begins).PlusDays(days));
            string[] allows = [.. words.Where(w => method != "spoken" || w != "health").DefaultIfEmpty("B")];
            return new StatedConsent(
                string.Empty, toContact ? partner.Contact : partner.Agency, toContact ? [.. allows, "R"] : allows, Text(begins), Text(ends), method,
                method == "spoken" ? "Sam \"the ear\" Osei, " + n : null, "2026-1");
        });

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

internal sealed record Town(StatedClient[] Clients)
{
    public override string ToString() => string.Join("\n", Clients.Select(c => c.ToString()));
}

internal sealed record StatedClient(string Reference, StatedMember[] Members, StatedConsent[] Consents)
{
    public override string ToString() => $"{Reference}: {string.Join(' ', Members.Select(m => m.ToString()))} {string.Join(' ', Consents.Select(c => c.ToString()))}";
}

internal sealed record StatedMember(string Agency, string Contact, string Role, bool Visits, string TheirRef);

internal sealed record StatedConsent(string Id, string Recipient, string[] Allows, string From, string To, string Method, string? Witness, string Form)
{
    public override string ToString() => $"{Id} {Recipient} {string.Join('+', Allows)} {From} {To} {Method}";
}

/// <summary>How a spreadsheet program writes a sheet down.</summary>
internal sealed record Layout(string Delimiter, bool Bom, bool French, string NewLine, bool Quoted, int Seed)
{
    private static readonly Dictionary<string, string> InFrench = new()
    {
        ["housing"] = "logement",
        ["health"] = "Santé",
        ["justice"] = "justice",
        ["money"] = "argent",
        ["safety"] = "sécurité",
        ["family"] = "famille",
        ["written"] = "écrit",
        ["electronic"] = "électronique",
        ["spoken"] = "Verbal",
        ["yes"] = "oui",
        ["no"] = "non",
    };

    public string Write(Town town)
    {
        // Clients' lines lie among each other; each client's own keep their order.
        var columns = Shuffled(TeamsColumns.All);
        var lines = town.Clients.SelectMany(c => Lines(c).Select((line, i) => (Line: line, Key: ((i + 1) * 100) + (Hash(c.Reference) % 90)))).OrderBy(l => l.Key).Select(l => l.Line);
        var rows = lines.Select(line => columns.Select(c => line.GetValueOrDefault(c, string.Empty)));
        var heads = columns.Select(c => French ? TeamsColumns.HeadsOf(c).French : TeamsColumns.HeadsOf(c).English);
        return (Bom ? "\uFEFF" : string.Empty) + string.Concat(rows.Prepend(heads).Select(cells => string.Join(Delimiter, cells.Select(Cell)) + NewLine + (Seed % 3 == 0 ? NewLine : string.Empty)));
    }

    private IEnumerable<Dictionary<TeamsColumn, string>> Lines(StatedClient client)
    {
        yield return new() { [TeamsColumn.Client] = client.Reference };
        foreach (var member in client.Members)
        {
            yield return new()
            {
                [TeamsColumn.Client] = client.Reference,
                [TeamsColumn.Partner] = member.Agency,
                [TeamsColumn.Contact] = member.Contact,
                [TeamsColumn.Role] = French ? member.Role.ToLowerInvariant() : member.Role,
                [TeamsColumn.Visits] = Word(member.Visits ? "yes" : "no"),
                [TeamsColumn.PartnerReference] = member.TheirRef,
            };
        }

        foreach (var consent in client.Consents)
        {
            yield return new()
            {
                [TeamsColumn.Client] = client.Reference,
                [TeamsColumn.Consent] = consent.Id,
                [TeamsColumn.ConsentTo] = consent.Recipient,
                [TeamsColumn.Allows] = string.Join(Seed % 2 == 0 ? " " : ", ", consent.Allows.Select(Word)),
                [TeamsColumn.From] = consent.From,
                [TeamsColumn.To] = consent.To,
                [TeamsColumn.Method] = Word(consent.Method),
                [TeamsColumn.Witness] = consent.Witness ?? string.Empty,
                [TeamsColumn.Form] = consent.Form,
            };
        }
    }

    private string Word(string word) => French ? InFrench.GetValueOrDefault(word, word) : word;

    private string Cell(string text) => Quoted || text.Contains(Delimiter, StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;

    private List<TeamsColumn> Shuffled(IReadOnlyList<TeamsColumn> columns) => [.. columns.OrderBy(c => Hash(c.ToString()))];

    private int Hash(string text) => Math.Abs(text.Aggregate(Seed, (hash, c) => unchecked((hash * 31) + c)) % 9973);
}
