using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Messaging;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>What holds for whatever is sent.</summary>
public class AnyInput
{
    /// <summary>Nothing of the contract's own words contains it.</summary>
    private const string Canary = "Zqxwvy77";

    private static readonly Gen<ChangeCode> AnyCode = Gen.Int[0, Vocabulary.Current.Codes.Length - 1].Select(i => Vocabulary.Current.Codes[i]);

    private static readonly string[] Texts =
    [
        "\"\"", "\"x\"", "null", "true", "0", "-1", "1e400", "[]", "{}", "[[]]", "{\"a\":1}", "\"2026-02-30\"", "\"9999-12-31\"",
        "\"0000-00-00\"", "\"9999-12-31T23:59:59-18:00\"", "\"0001-01-01T00:00:00+18:00\"", "\"-9998-01-01\"", "\"U9\"", "\"\\u0000\"", "\"𝕏\"",
        "\"\\ud800\"", "\"" + new string('9', 400) + "\"",
    ];

    [Fact]
    public void Bytes_of_any_kind_never_throw_and_are_refused_with_a_defect() =>
        Gen.Byte.Array[0, 300].Sample(AssertJudged, iter: 2000);

    [Fact]
    public void Messages_broken_anywhere_never_throw_and_are_taken_or_refused_with_a_defect()
    {
        var sent = Gen.Select(AnyCode, Gen.Bool, (code, all) => Samples.Bytes(Samples.Event(Samples.DataOf(code, all))));
        Gen.Select(sent, Gen.Int[0, 4000], Gen.Byte, Gen.Bool).Sample(
            (body, at, value, cut) =>
            {
                at %= body.Length;
                if (cut) body = body[..at];
                else body[at] = value;
                AssertJudged(body);
            },
            iter: 3000);
    }

    [Fact]
    public void Messages_with_any_value_anywhere_never_throw()
    {
        Gen.Select(AnyCode, Gen.Int[0, 60], Gen.Int[0, Texts.Length - 1].Select(i => Texts[i])).Sample(
            (code, at, json) =>
            {
                var message = Samples.Event(Samples.DataOf(code, everything: true));
                var places = Places(message).ToList();
                var (parent, name) = places[at % places.Count];
                var text = message.ToJsonString();
                var old = $"\"{name}\":{parent[name]!.ToJsonString()}";
                AssertJudged(Encoding.UTF8.GetBytes(text.Replace(old, $"\"{name}\":{json}", StringComparison.Ordinal)));
            },
            iter: 3000);
    }

    [Fact]
    public void No_defect_repeats_what_was_sent()
    {
        foreach (var code in Vocabulary.Current.Codes)
        {
            foreach (var place in Enumerable.Range(0, Places(Samples.Event(Samples.DataOf(code, everything: true))).Count()))
            {
                foreach (var canary in (JsonNode[])[Canary, $"{Canary} 123456789", new JsonArray(Canary), new JsonObject { [Canary] = Canary }])
                {
                    var message = Samples.Event(Samples.DataOf(code, everything: true));
                    var (parent, name) = Places(message).ElementAt(place);
                    parent[name] = canary.DeepClone();
                    AssertSilent(message);
                    parent[Canary] = Canary; // A name nobody knows is the sender's own text too.
                    AssertSilent(message);
                }
            }
        }
    }

    private static void AssertSilent(JsonObject message)
    {
        if (Samples.Parse(message) is not ParsedMessage.Invalid refused) return;
        Assert.DoesNotContain(Canary, RefusalText.Of(refused.Defects), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("123456789", RefusalText.Of(refused.Defects), StringComparison.Ordinal);
    }

    private static void AssertJudged(byte[] body)
    {
        if (MessageParser.Parse(body, Samples.Lethbridge, Samples.Now) is not ParsedMessage.Invalid refused) return;
        Assert.NotEmpty(refused.Defects);
        Assert.InRange(refused.Defects.Length, 1, 41);
        Assert.All(refused.Defects, d => Assert.False(d.Path.Length == 0 || d.Rule.Length == 0 || d.Mend.Length == 0));
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Places(JsonObject message)
    {
        foreach (var (name, value) in message)
        {
            yield return (message, name);
            if (value is not JsonObject inner) continue;
            foreach (var place in Places(inner)) yield return place;
        }
    }
}
