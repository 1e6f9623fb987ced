using CsCheck;
using HousingFirst.Core.Glossary;
using Xunit;

namespace HousingFirst.Hub.Tests.Glossary;

/// <summary>The distance of words.</summary>
public class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("deadline", "dedline", 1)]
    public void Edits_are_counted(string from, string to, int edits) => Assert.Equal(edits, Spelling.Edits(from, to));

    [Fact]
    public void The_distance_is_a_metric() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 0, 8], Gen.String[Gen.Char['a', 'c'], 0, 8], Gen.String[Gen.Char['a', 'c'], 0, 8]).Sample(
            (a, b, c) =>
                Spelling.Edits(a, b) == Spelling.Edits(b, a)
                && (Spelling.Edits(a, b) == 0) == (a == b)
                && Spelling.Edits(a, c) <= Spelling.Edits(a, b) + Spelling.Edits(b, c));

    [Fact]
    public void The_nearest_word_is_near_enough_or_none()
    {
        Assert.Equal("deadline", Spelling.Nearest("DEDLINE", ["note", "deadline"], atMost: 3));
        Assert.Null(Spelling.Nearest("something else", ["note", "deadline"], atMost: 3));
    }
}
