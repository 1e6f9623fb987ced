using System.Text;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Mail.Letters;

/// <summary>A letter as plain text: for people and programs that don't show HTML. Lines are short by content; none is folded.</summary>
internal static class LetterText
{
    public static string Of(Letter letter)
    {
        var text = new StringBuilder();
        foreach (var block in letter.Blocks)
        {
            if (text.Length > 0) text.Append('\n');
            foreach (var line in Lines(block)) text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(Block block) => block switch
    {
        Block.Title title => [title.Text],
        Block.Heading heading => [heading.Text],
        Block.Call call => [call.Lead, .. Who(call.Who)],
        Block.Label label => [label.Text],
        Block.Sentence sentence => [sentence.Text],
        Block.Link link => [link.Text, link.To.AbsoluteUri],
        Block.Answers answers => [answers.Lead, .. answers.Items.SelectMany(answer => (string[])["- " + answer.Answer, "  " + answer.To.AbsoluteUri])],
        Block.Lines lines => lines.Items.SelectMany(line => (string[])["- " + line.Label, "  " + line.To.AbsoluteUri]),
        Block.Names names => names.Items.Select(name => "- " + name),
        Block.People people => people.Items.SelectMany(Person),
        Block.Facts facts => facts.Items.Select(fact => "- " + fact),
        Block.Todo todo => [todo.Under, .. todo.Items.SelectMany(Do), .. new[] { todo.More }.OfType<string>()],
        Block.Small small => [small.Text],
        Block.Foot foot => foot.Items.SelectMany(link => (string[])[link.Text, link.To.AbsoluteUri]),
        _ => throw new InvalidOperationException($"{block.GetType().Name} has no text: write it here."),
    };

    private static IEnumerable<string> Do((string Text, Caller? Call, string? Command) item) =>
        ["- " + item.Text, "  " + (item.Call is { } who ? string.Join(", ", new[] { who.Worker, who.Phone }.OfType<string>()) : item.Command)];

    private static IEnumerable<string> Person((Caller Who, IReadOnlyList<string> Sentences) item) =>
    [
        "- " + item.Who.Organisation,
        "  " + string.Join(", ", new[] { item.Who.Worker, item.Who.Phone }.OfType<string>()),
        .. item.Sentences.Select(s => "  " + s),
    ];

    private static IEnumerable<string> Who(Caller who) => new[] { who.Worker, who.Organisation, who.Phone }.OfType<string>();
}
