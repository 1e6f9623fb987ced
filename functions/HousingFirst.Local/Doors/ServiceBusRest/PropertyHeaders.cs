using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// Application properties as HTTP headers. Service Bus writes a text in double quotes; both a quoted and a bare value are read, so that
/// <c>hf-signature: v1.…</c> is as good as <c>hf-signature: "v1.…"</c>.
/// </summary>
internal static class PropertyHeaders
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers of HTTP and of Service Bus itself: never a property.</summary>
    private static readonly FrozenSet<string> Standard = FrozenSet.ToFrozenSet(
        [
            "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Age", "Allow", "Authorization", "BrokerProperties", "Cache-Control",
            "Connection", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-MD5",
            "Content-Range", "Content-Type", "Cookie", "Date", "DNT", "ETag", "Expect", "Expires", "Forwarded", "From", "Host", "If-Match",
            "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Last-Modified", "Location", "Max-Forwards",
            "Origin", "Pragma", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Range", "Referer", "Request-Id", "Retry-After",
            "Server", "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests", "User-Agent", "Vary", "Via",
            "Warning", "WWW-Authenticate", "Correlation-Context", "baggage", "traceparent", "tracestate",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] StandardFamilies = ["Access-Control-", "Sec-", "X-Forwarded-", "x-ms-"];

    /// <summary>Whether a property can travel as a header of this name.</summary>
    public static bool CanCarry(string name) =>
        name.Length is > 0 and <= 128 && !name.AsSpan().ContainsAnyExcept(TokenCharacters) && !IsStandard(name);

    /// <summary>The properties among a request's headers.</summary>
    public static Dictionary<string, string> Read(IHeaderDictionary headers)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in headers)
        {
            if (CanCarry(name)) properties[Name(name)] = Unquoted(values.ToString());
        }

        return properties;
    }

    /// <summary>The hub's own properties are in lower case whatever a client made of the header's name; others keep their case.</summary>
    public static string Name(string header) =>
        header.StartsWith("hf-", StringComparison.OrdinalIgnoreCase) ? header.ToLowerInvariant() : header;

    /// <summary>Writes a message's properties, and why it is a dead letter, into a response.</summary>
    public static void Write(IHeaderDictionary headers, LockedMessage held)
    {
        foreach (var (name, value) in held.Message.Properties)
        {
            if (CanCarry(name)) headers[name] = Quoted(value);
        }

        if (held.Message.DeadLetter is not { } cause) return;
        headers["DeadLetterReason"] = Quoted(cause.Reason);
        if (cause.Description is { } description) headers["DeadLetterErrorDescription"] = Quoted(description);
    }

    /// <summary>A text as a JSON string of printable ASCII: the only characters every HTTP client reads in a header.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (character is >= ' ' and <= '~') quoted.Append(character);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A header's value as the text it stands for, with or without its double quotes.</summary>
    public static string Unquoted(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"') return value;
        try
        {
            using var json = JsonDocument.Parse(value);
            return JsonText.Of(json.RootElement) ?? value[1..^1];
        }
        catch (JsonException)
        {
            // Quotes around what isn't JSON inside: the sender meant the text between them.
            return value[1..^1];
        }
    }

    private static bool IsStandard(string name) =>
        Standard.Contains(name) || Array.Exists(StandardFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
