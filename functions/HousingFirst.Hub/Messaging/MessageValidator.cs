using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// Checks a message without sending it, for <c>POST /validate</c> and <c>hub validate</c>: everything the contract says, and nothing that
/// needs to know who asks. Whether the client is the sender's, and whom the message would tell, is not answered here.
/// </summary>
/// <param name="community">The community the message is meant for.</param>
/// <param name="clock">The clock.</param>
public sealed class MessageValidator(Community community, IClock clock)
{
    /// <summary>Every defect of a message, in the order of the answer the hub would send; empty where it would be taken.</summary>
    /// <param name="body">The body as it would be sent, wrapped in a JSON string or not.</param>
    /// <param name="contentType">
    /// Its content type, or null. Only a character set other than UTF-8 is a defect: queues don't ask for the type.
    /// </param>
    /// <param name="queue">The queue it would be sent to; null to take every type.</param>
    /// <param name="terms">The terms of the agency that asks, where it is proven; null for none: its table is for no other eyes.</param>
    public Validation Validate(ReadOnlyMemory<byte> body, string? contentType = null, string? queue = null, AgencyTerms? terms = null)
    {
        if (NamesAnotherCharset(contentType))
        {
            return new Validation(
                RefusalReasons.EventMalformed, [new Defect("$", "a character set other than UTF-8", "send the text as UTF-8")]);
        }

        var inner = SentBody.Unwrap(body);
        if (inner.Length <= CloudEventFormat.LargestBytes && CloudEventFormat.ParseBatch(inner) is BatchReading.Batch batch)
            return OfBatch(batch);
        return MessageParser.Parse(inner, community, clock.GetCurrentInstant(), queue, sender: null, terms) is ParsedMessage.Invalid invalid
            ? new Validation(invalid.Reason, invalid.Defects)
            : new Validation(null, []);
    }

    /// <summary>A list of events is never one message; what is wrong with each as a CloudEvent is said at once.</summary>
    private static Validation OfBatch(BatchReading.Batch batch)
    {
        var defects = ImmutableArray.CreateBuilder<Defect>();
        defects.Add(new Defect("$", "a list of events", "send one event a message"));
        var each = batch.Events.SelectMany((read, index) => read is EventReading.NotEvent broken
            ? broken.Defects.Select(defect => defect with { Path = PathIn(index, defect.Path) })
            : []);
        defects.AddRange(each.Take(40));
        return new Validation(RefusalReasons.EventInvalid, defects.ToImmutable());
    }

    private static string PathIn(int index, string path)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"[{index}]");
        return path == "$" ? item : $"{item}.{path}";
    }

    private static bool NamesAnotherCharset(string? contentType) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.CharSet is { } charset
        && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a check found.</summary>
/// <param name="Reason">The reason the hub would refuse it for, one of <see cref="RefusalReasons"/>; null where it would be taken.</param>
/// <param name="Defects">Every defect; empty where it would be taken.</param>
public sealed record Validation(string? Reason, ImmutableArray<Defect> Defects)
{
    /// <summary>Whether the hub would take it, as far as can be said without knowing the sender.</summary>
    public bool IsValid => Reason is null;
}
