using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace HousingFirst.Core.Glossary;

/// <summary>Reads <c>vocabulary.tsv</c>. A word it doesn't know is an error: a rule must never be lost in reading.</summary>
internal static class VocabularyFile
{
    private static readonly FrozenSet<string> NoNote =
        FrozenSet.Create(StringComparer.Ordinal, "assessment.done", "client.details", "housing.absence");

    public static ImmutableArray<ChangeCode> Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].TrimEnd('\r').Split('\t');
        return [.. lines.Skip(1).Select(line => ReadCode(columns, line.TrimEnd('\r').Split('\t')))];
    }

    private static ChangeCode ReadCode(string[] columns, string[] cells)
    {
        string Cell(string column)
        {
            var index = Array.IndexOf(columns, column);
            return index < cells.Length ? cells[index] : string.Empty;
        }

        var code = Cell("code");
        var mustKnow = Words(Cell("must_know"));
        var requires = Words(Cell("requires")).ToArray();
        return new ChangeCode
        {
            Code = code,
            LabelEn = Cell("label_en"),
            LabelFr = Cell("label_fr"),
            Urgency = Enum.Parse<Urgency>(Cell("urgency")),
            UrgencyRule = ReadUrgencyRule(Cell("urgency_rule")),
            MustKnow = [.. mustKnow.Where(w => w != "TEAM" && !w.StartsWith("TOLD:", StringComparison.Ordinal)).Select(Enum.Parse<Role>)],
            WholeTeam = mustKnow.Contains("TEAM"),
            Told = mustKnow.FirstOrDefault(w => w.StartsWith("TOLD:", StringComparison.Ordinal)) switch
            {
                null => ToldOf.None,
                "TOLD:consent" => ToldOf.Consent,
                "TOLD:closes" => ToldOf.Closes,
                "TOLD:corrects" => ToldOf.Corrects,
                var other => throw Unknown(code, other),
            },
            OnlyVisiting = ReadOnly(code, Cell("only")),
            Never = Words(Cell("never")).Select(Enum.Parse<Role>).ToFrozenSet(),
            AlsoTell = Cell("also_tell") switch
            {
                "yes" => AlsoTellRule.Yes,
                "no" => AlsoTellRule.No,
                "named" => AlsoTellRule.Named,
                var other => throw Unknown(code, other),
            },
            MailLabelEn = Cell("mail_label_en"),
            MailLabelFr = Cell("mail_label_fr"),
            AsCorrected = Cell("class") == "as:corrects",
            Class = Cell("class") == "as:corrects" ? PrivacyClass.R : Enum.Parse<PrivacyClass>(Cell("class")),
            Facet = Cell("facet") == "as:corrects" ? Facet.None : Enum.Parse<Facet>(Cell("facet"), ignoreCase: true),
            Closes = [.. Words(Cell("closes"))],
            Requires = requires.Where(f => !f.EndsWith('?')).Select(f => ReadField(code, f, requires)).ToFrozenSet(),
            Optional = requires.Where(f => f.EndsWith('?')).Select(f => ReadField(code, f.TrimEnd('?'), requires))
                .Concat(NoNote.Contains(code) ? [] : [ChangeField.Note])
                .Concat(code == "housing.absence" ? [ChangeField.ExpectedOn] : [])
                .ToFrozenSet(),
            MaySend = Words(Cell("may_send")).Aggregate(MaySend.None, (all, word) => all | ReadMaySend(code, word)),
        };
    }

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static UrgencyRule? ReadUrgencyRule(string rule)
    {
        if (rule.Length == 0) return null;
        if (rule == "as:corrects") return new UrgencyRule.AsCorrected();
        var (condition, then) = (rule.Split('=')[0], Enum.Parse<Urgency>(rule.Split('=')[1]));
        var word = condition.Split(':')[0];
        if (word == "soon") return new UrgencyRule.Soon(then);
        if (word == "closing") return new UrgencyRule.Closing(condition.Split(':')[1], then);
        var number = int.Parse(new string([.. word.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
        if (word.StartsWith("within", StringComparison.Ordinal))
            return word.EndsWith('h') ? new UrgencyRule.WithinHours(number, then) : new UrgencyRule.WithinDays(number, then);
        return word.StartsWith("last", StringComparison.Ordinal) ? new UrgencyRule.LastDays(number, then) : throw Unknown(rule, word);
    }

    private static IReadOnlyList<Role>? ReadOnly(string code, string cell)
    {
        const string prefix = "visits=yes and role ";
        if (cell.Length == 0) return null;
        if (!cell.StartsWith(prefix, StringComparison.Ordinal)) throw Unknown(code, cell);
        return [.. Words(cell[prefix.Length..]).Select(Enum.Parse<Role>)];
    }

    private static ChangeField ReadField(string code, string field, string[] all) => field switch
    {
        "deadline" => ChangeField.Deadline,
        "expectedOn" => ChangeField.ExpectedOn,
        "otherParty" => ChangeField.OtherParty,
        "corrects" => ChangeField.Corrects,
        "note" => ChangeField.Note,
        "consent" => ChangeField.Consent,
        "consent.id" => all.Contains("consent.allows") ? ChangeField.ConsentAllows : ChangeField.ConsentId,
        "consent.allows" => ChangeField.ConsentAllows,
        "member" => ChangeField.Member,
        _ => throw Unknown(code, field),
    };

    private static MaySend ReadMaySend(string code, string word) => word switch
    {
        "team" => MaySend.Team,
        "PRG" => MaySend.Program,
        "HLT" => MaySend.Health,
        "member" => MaySend.Member,
        "card" => MaySend.Card,
        "sender" => MaySend.Sender,
        "hub" => MaySend.Hub,
        _ => throw Unknown(code, word),
    };

    private static InvalidOperationException Unknown(string code, string word) =>
        new($"The vocabulary's row {code} holds a word the hub has no rule for: {word}.");
}
