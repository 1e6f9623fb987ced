using System.Text.Json;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Senders;

/// <summary>
/// Proves who sent a message, before anything in it is believed: the signature first, then whether <c>source</c> agrees. What
/// <c>source</c> claims is only a hint of whose key to try first.
/// </summary>
/// <param name="keys">The agencies' keys.</param>
public sealed class ProveSender(AgencyKeys keys)
{
    /// <summary>Proves the sender of a body.</summary>
    /// <param name="body">The body as sent.</param>
    /// <param name="signature">The signature that came with it, or null.</param>
    /// <param name="community">The community whose queue it came to.</param>
    /// <param name="agencies">The agencies known there.</param>
    public SenderProof Prove(
        ReadOnlyMemory<byte> body, string? signature, string community, IReadOnlyCollection<string> agencies)
    {
        if (string.IsNullOrEmpty(signature)) return SenderProof.Unproven.Instance;
        var inner = SentBody.Unwrap(body);
        var claimed = ClaimedSource(inner.Span);
        if ((claimed == OwnSource.Of(community) || inner.Span.StartsWith("["u8)) && Signature.Verify(keys.Of(OwnSource.Of(community)), signature, body.Span))
            return new SenderProof.Own(inner);
        var claimedAgency = claimed is null ? null : SourceForm.AgencyOf(claimed, community);
        if (claimedAgency is not null && agencies.Contains(claimedAgency) && Signed(claimedAgency))
            return new SenderProof.Proven(claimedAgency, inner);

        // Over the limit it is refused whoever sent it: not worth two digests of it for each agency.
        if (inner.Length > CloudEventFormat.LargestBytes) return SenderProof.Unproven.Instance;
        foreach (var agency in agencies)
        {
            if (agency == claimedAgency || !Signed(agency)) continue;
            return claimed is not null && SourceForm.NamesAnAgency(claimed)
                ? new SenderProof.Foreign(agency, inner)
                : new SenderProof.Proven(agency, inner);
        }

        return SenderProof.Unproven.Instance;

        bool Signed(string agency)
        {
            var live = keys.Of(agency);
            return Signature.Verify(live, signature, body.Span)
                || (inner.Length != body.Length && Signature.Verify(live, signature, inner.Span));
        }
    }

    /// <summary>The first top-level <c>source</c> that can be read, even where the JSON breaks off after it.</summary>
    private static string? ClaimedSource(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isSource = reader.ValueTextEquals("source"u8);
                reader.Read();
                if (isSource) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // Malformed: the parser names the defect once the sender is known by its signature.
        }

        return null;
    }
}
