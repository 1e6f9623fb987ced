using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>One line of free text about an organisation; see <see cref="PlainText"/>.</summary>
internal class PlainTextShape(int most) : Shape<string>
{
    public override string Words => $"one line of 1 to {most} characters; no nine digits in a row";

    public override bool TryRead(JsonElement value, string path, Reading reading, out string read)
    {
        if (!IsText(value, path, reading, out read)) return false;
        if (PlainText.Check(path, read, most) is not { } defect) return true;
        reading.Wrong([defect]);
        return false;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["maxLength"] = most,
        ["pattern"] = @"\S",
        ["not"] = new JsonObject { ["pattern"] = "[\\u0000-\\u001f\\u007f-\\u009f]|[0-9]{9}" },
    };
}

/// <summary>An organisation's name: by its letters and digits it is known again.</summary>
internal sealed class NameShape(int most) : PlainTextShape(most)
{
    public override bool TryRead(JsonElement value, string path, Reading reading, out string read) =>
        base.TryRead(value, path, reading, out read)
        && (Folding.Of(read).Length > 0 || Wrong(path, reading, "neither a letter nor a digit", "write the organisation's name"));
}
