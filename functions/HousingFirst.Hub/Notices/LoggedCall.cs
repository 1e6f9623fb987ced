using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Notices;

/// <summary>A call that the sender of an urgent change made about one of its notices (rule 7).</summary>
/// <param name="At">When it was logged (UTC, to the millisecond).</param>
/// <param name="Result">How it went.</param>
/// <param name="By">The contact who logged it, or the agency where an operator did.</param>
public sealed record LoggedCall(Instant At, CallResult Result, string By)
{
    /// <summary>More calls than these are not kept: the oldest that reached nobody goes.</summary>
    public const int Most = 20;

    /// <summary>Reads the calls of a notice, oldest first.</summary>
    public static IReadOnlyList<LoggedCall> Read(string? calls) =>
        calls is null ? [] : [.. calls.Split('\n').Select(line => line.Split(' ', 3)).Select(p => new LoggedCall(Keys.ParseTime(p[0]), CallResults.Read(p[1])!.Value, p[2]))];

    /// <summary>The calls with one more. The same again within the same minute is the same call: a button pressed twice.</summary>
    public static string Add(string? calls, LoggedCall call)
    {
        var known = Read(calls).ToList();
        if (known.Count > 0 && known[^1] is var last && last.Result == call.Result && last.By == call.By && call.At - last.At < Duration.FromMinutes(1)) return calls!;
        if (known.Count >= Most) known.Remove(known.Find(c => c.Result != CallResult.Reached) ?? known[0]);
        known.Add(call);
        return string.Join('\n', known.Select(c => $"{Keys.Time(c.At)} {CallResults.Word(c.Result)} {c.By}"));
    }
}

/// <summary>How a call went.</summary>
public enum CallResult
{
    /// <summary>The person was reached: that counts as an answer.</summary>
    Reached,

    /// <summary>A message was left: nobody has heard yet.</summary>
    MessageLeft,

    /// <summary>Nobody answered.</summary>
    NotReached,
}

/// <summary>The words for how a call went, as stored, typed and sent by a page's buttons.</summary>
public static class CallResults
{
    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<CallResult>().Select(Word)];

    /// <summary>The word for a result.</summary>
    public static string Word(CallResult result) => result switch
    {
        CallResult.Reached => "reached",
        CallResult.MessageLeft => "messageLeft",
        CallResult.NotReached => "notReached",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Not a result."),
    };

    /// <summary>The result a word stands for, or null.</summary>
    public static CallResult? Read(string? word)
    {
        foreach (var result in Enum.GetValues<CallResult>())
        {
            if (Word(result) == word) return result;
        }

        return null;
    }
}
