using System.Text.Encodings.Web;
using System.Text.Json;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors.ServiceBusRest;

namespace HousingFirst.Local.Doors;

/// <summary>
/// <c>POST /validate</c>: every defect of an event before it is sent, and <c>GET /schemas/{type}</c>. Open to anyone, since the answers come from the
/// contract alone: whether a client exists, or whose it is, is never looked at. With <c>hf-signature</c> it also says whether the signature is right,
/// and a right one has the agency's own terms understood.
/// </summary>
internal static class Validate
{
    /// <summary>Unescaped: people read it in a terminal.</summary>
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the routes.</summary>
    public static void MapValidate(this IEndpointRouteBuilder routes, DoorParts parts)
    {
        routes.MapPost("/validate", DoorFaults.Answered(http => CheckAsync(http, parts)));
        routes.MapGet("/schemas/{type}", DoorFaults.Answered(http => Task.FromResult(SchemaOf((string)http.Request.RouteValues["type"]!))));
    }

    private static async Task<IResult> CheckAsync(HttpContext http, DoorParts parts)
    {
        if (await RequestBody.ReadAsync(http) is not { } body) return RequestBody.TooLarge(http);
        var isSigned = http.Request.Headers.TryGetValue(Signature.Property, out var header);
        var proof = isSigned ? parts.Prove(body, PropertyHeaders.Unquoted(header.ToString())) : null;
        var terms = proof is SenderProof.Proven proven ? await parts.Terms(proven.Agency, http.RequestAborted) : null;
        var defects = parts.Validator().Validate(body, http.Request.ContentType, terms: terms).Defects.ToList();
        if (proof is not null && SignatureDefect(proof) is { } wrong) defects.Insert(0, wrong);
        return Results.Text(
            Json(defects, isSigned), "application/json; charset=utf-8",
            defects.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Defect? SignatureDefect(SenderProof proof) => proof switch
    {
        SenderProof.Proven => null,
        SenderProof.Foreign => new Defect(Signature.Property, "made with another agency's key than `source` names", "sign with the key of the agency in `source`"),
        _ => new Defect(
            Signature.Property,
            "not made with a live key of the agency in `source` over exactly these bytes",
            "send `v1.` and the base64 of HMAC-SHA256 of the body as sent, under the key's text as it stands; compare with `hub sign --as AGENCY FILE`"),
    };

    private static IResult SchemaOf(string type) => MessageSchemas.For(type) is { } schema
        ? Results.Text(schema, "application/schema+json; charset=utf-8")
        : new Refusal(StatusCodes.Status404NotFound, $"There is no schema of this name. There are: {string.Join(", ", MessageTypes.All)}.");

    private static byte[] Json(List<Defect> defects, bool isSigned)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Written))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid", defects.Count == 0);
            if (isSigned) writer.WriteString("signature", defects is [{ Path: Signature.Property }, ..] ? "wrong" : "right");
            if (defects.Count > 0)
            {
                writer.WriteStartArray("defects");
                foreach (var defect in defects)
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", defect.Path);
                    writer.WriteString("rule", defect.Rule);
                    writer.WriteString("mend", defect.Mend);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
