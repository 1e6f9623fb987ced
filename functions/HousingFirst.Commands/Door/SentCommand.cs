using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HousingFirst.Commands.Door;

/// <summary>A command as it is sent to a hub. It is a body, never an address: addresses are logged, and words may hold a client's reference.</summary>
/// <param name="Words">The words behind <c>hub</c>, without <c>--hub</c>.</param>
internal sealed record SentCommand(IReadOnlyList<string> Words)
{
    /// <summary>Where it is sent.</summary>
    public const string Path = "/operator";

    /// <summary>The most bytes of one, its files in base64.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>The files that the words name; <c>-</c> is what stood on standard input.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>How many letters a line has on the terminal of a person, who gets tables; null for a program, which gets plain lines.</summary>
    public int? Width { get; init; }

    /// <summary>How both are written. Nothing unknown is passed over.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>What a command said.</summary>
/// <param name="Exit">One of <see cref="ExitCodes"/>.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandAnswer(int Exit, string Out, string Error);
