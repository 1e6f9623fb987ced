using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Messaging;

/// <summary>A text of a form.</summary>
internal sealed class FormShape(Form form) : Shape<string>
{
    public override string Words => form.Words;

    public override bool TryRead(JsonElement value, string path, Reading reading, out string read)
    {
        if (!IsText(value, path, reading, out read)) return false;
        if (form.RefusesNineDigits && Form.HasNineDigits(read))
            return Wrong(path, reading, "nine digits in a row", "use a reference of your own, never a health or insurance number");
        return form.Fits(read) || Wrong(path, reading, "not in its form");
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["pattern"] = $"^(?:{form.Pattern})$" };
        if (form.RefusesNineDigits) schema["not"] = new JsonObject { ["pattern"] = "[0-9]{9}" };
        return schema;
    }
}

/// <summary>Free text of a length, counted in Unicode characters as JSON Schema counts.</summary>
internal sealed class TextShape(int most) : Shape<string>
{
    public override string Words => $"text of 1 to {most} characters";

    public override bool TryRead(JsonElement value, string path, Reading reading, out string read)
    {
        if (!IsText(value, path, reading, out read)) return false;
        if (string.IsNullOrWhiteSpace(read)) return Wrong(path, reading, "empty");
        return read.EnumerateRunes().Count() <= most || Wrong(path, reading, $"longer than {most} characters", "shorten it");
    }

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most, ["pattern"] = @"\S" };
}

/// <summary>One of a few words.</summary>
internal sealed class WordShape<T>(params (string Word, T Value)[] words) : Shape<T>
{
    public override string Words =>
        (words.Length == 1 ? string.Empty : "one of ") + string.Join(", ", words.Select(w => $"`{w.Word}`"));

    public override bool TryRead(JsonElement value, string path, Reading reading, out T read)
    {
        read = default!;
        if (!IsText(value, path, reading, out var text)) return false;
        foreach (var (word, meant) in words)
        {
            if (!string.Equals(word, text, StringComparison.Ordinal)) continue;
            read = meant;
            return true;
        }

        return Wrong(path, reading, "not one of its words");
    }

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w.Word))]) };
}

/// <summary>A code of the vocabulary.</summary>
internal sealed class CodeShape : Shape<ChangeCode>
{
    public override string Words => "a code of the vocabulary";

    public override bool TryRead(JsonElement value, string path, Reading reading, out ChangeCode read)
    {
        read = null!;
        if (!IsText(value, path, reading, out var text)) return false;
        if (reading.CodeOf(text) is not { } code) return Wrong(path, reading, "not a code", Mend(NearestCode.Of(text)));
        read = code;
        return true;
    }

    private static string Mend(Near near) => $"did you mean `{near.Code}`?"
        + (near.IsMisspelt ? string.Empty : " A term of your own is understood once it is mapped to a code: `hub terms map`");

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Vocabulary.Current.Codes.Select(c => JsonValue.Create(c.Code))]),
    };
}
