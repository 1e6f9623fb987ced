using HousingFirst.Hub.Mailing;

namespace HousingFirst.Mail.Letters;

/// <summary>
/// A mail's words in their order, before they become HTML and text: both are written from this, so both say the same. Public only because
/// Razor components are.
/// </summary>
/// <param name="LanguageTag"><c>en-CA</c> or <c>fr-CA</c>.</param>
/// <param name="Subject">The fixed subject.</param>
/// <param name="Blocks">Top to bottom.</param>
public sealed record Letter(string LanguageTag, string Subject, IReadOnlyList<Block> Blocks);

/// <summary>One piece of a letter.</summary>
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>What the letter is, where no one to call stands at its head.</summary>
    /// <param name="Text">A few words.</param>
    public sealed record Title(string Text) : Block;

    /// <summary>What the blocks up to the next are about.</summary>
    /// <param name="Text">A few words.</param>
    /// <param name="Level">2 or 3: how far below the title.</param>
    public sealed record Heading(string Text, int Level) : Block;

    /// <summary>Whom to call, big.</summary>
    /// <param name="Lead">The words before the name: "Please call".</param>
    /// <param name="Who">From the directory.</param>
    public sealed record Call(string Lead, Caller Who) : Block
    {
        /// <summary>Below which heading it stands: 2 where below none.</summary>
        public int Level { get; init; } = 2;
    }

    /// <summary>The mail label.</summary>
    /// <param name="Text">The few words.</param>
    public sealed record Label(string Text) : Block;

    /// <summary>A sentence.</summary>
    /// <param name="Text">Whole, with its full stop.</param>
    public sealed record Sentence(string Text) : Block;

    /// <summary>A link.</summary>
    /// <param name="Text">What it does.</param>
    /// <param name="To">Where it leads.</param>
    public sealed record Link(string Text, Uri To) : Block;

    /// <summary>The answers a notice can get, each a big button.</summary>
    /// <param name="Lead">The sentence before them.</param>
    /// <param name="Items">Each an answer and the page that has it ready.</param>
    public sealed record Answers(string Lead, IReadOnlyList<(string Answer, Uri To)> Items) : Block;

    /// <summary>A digest's lines for one person to call.</summary>
    /// <param name="Items">Each a label and its link.</param>
    public sealed record Lines(IReadOnlyList<(string Label, Uri To)> Items) : Block;

    /// <summary>Names, in the letter's language.</summary>
    /// <param name="Items">One line each.</param>
    public sealed record Names(IReadOnlyList<string> Items) : Block;

    /// <summary>People to talk with, each with what is known of the last time.</summary>
    /// <param name="Items">Each whom to call, and a few sentences.</param>
    public sealed record People(IReadOnlyList<(Caller Who, IReadOnlyList<string> Sentences)> Items) : Block;

    /// <summary>Technical lines, in English whatever the letter's language: defects.</summary>
    /// <param name="Items">One line each.</param>
    public sealed record Facts(IReadOnlyList<string> Items) : Block;

    /// <summary>Things to do under a heading, each with its one action: someone to call, or a command.</summary>
    /// <param name="Under">A few words: the heading.</param>
    /// <param name="Items">Each a sentence, and who to call or what to run.</param>
    /// <param name="More">How many more there are; null for none.</param>
    public sealed record Todo(string Under, IReadOnlyList<(string Text, Caller? Call, string? Command)> Items, string? More) : Block;

    /// <summary>The small print.</summary>
    /// <param name="Text">A sentence or two.</param>
    public sealed record Small(string Text) : Block;

    /// <summary>The reader's own links, last in every letter.</summary>
    /// <param name="Items">What each does and where it leads.</param>
    public sealed record Foot(IReadOnlyList<(string Text, Uri To)> Items) : Block;
}
