using System.Text.Json;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>Texts in JSON from strangers.</summary>
internal static class JsonText
{
    /// <summary>The text, or null for another kind of value and for one that isn't Unicode (half a surrogate pair can be written in JSON).</summary>
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
