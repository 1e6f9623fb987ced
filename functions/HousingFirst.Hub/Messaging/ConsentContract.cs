using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>What the fields of <c>data.consent</c> say about each other (rule 4), and the consent they make.</summary>
internal static class ConsentContract
{
    /// <summary>The rule that a consent which is over breaks; a sheet may hold old ones.</summary>
    public const string AlreadyPast = "already past";

    public static void CheckWhole(FieldValues consent, Reading reading)
    {
        if (consent.Has(ConsentFields.From, out var from) && consent.Has(ConsentFields.To, out var to))
        {
            if (to < from)
                reading.Wrong("data.consent.to", "before `from`", "write the last day on or after the first");
            else if (Period.DaysBetween(from, to) + 1 > ConsentRecord.LongestDays)
                reading.Wrong("data.consent.to", $"more than {ConsentRecord.LongestDays} days", "end it sooner and renew it then");
            else if (to < reading.Today)
                reading.Wrong("data.consent.to", AlreadyPast, "a consent that is over can't be recorded as given");
        }

        if (!consent.Has(ConsentFields.Method, out var method)) return;
        var hasWitness = consent.Has(ConsentFields.Witness, out _);
        if (method == ConsentMethod.Spoken && !hasWitness && !reading.IsWrong("data.consent.witness"))
            reading.Wrong("data.consent.witness", "missing", "a spoken consent names the worker who heard it");
        if (method != ConsentMethod.Spoken && hasWitness)
            reading.Wrong("data.consent.witness", "only with `spoken`", "leave it out");
        if (method == ConsentMethod.Spoken && AllowsOf(consent).HasFlag(Allows.Health))
            reading.Wrong("data.consent.allows", "a spoken consent can't allow `health`", "leave `health` out, or have it written");
    }

    public static ConsentPart? Part(FieldValues values)
    {
        if (values.Find(ChangeFields.ConsentId) is { } revoked) return new ConsentPart(revoked.Find(ConsentFields.Id)!, null, null);
        if (values.Find(ChangeFields.ConsentAllows) is { } narrowed)
            return new ConsentPart(narrowed.Find(ConsentFields.Id)!, AllowsOf(narrowed), null);
        if (values.Find(ChangeFields.Consent) is not { } whole) return null;
        whole.Has(ConsentFields.From, out var from);
        whole.Has(ConsentFields.To, out var to);
        whole.Has(ConsentFields.Method, out var method);
        var record = new ConsentRecord(
            whole.Find(ConsentFields.Id)!,
            whole.Find(ConsentFields.Recipient)!,
            AllowsOf(whole),
            from,
            to,
            Withdrawn: null,
            method,
            whole.Find(ConsentFields.Witness),
            whole.Find(ConsentFields.Form)!);
        return new ConsentPart(record.Id, record.Allows, record);
    }

    private static Allows AllowsOf(FieldValues consent) =>
        (consent.Find(ConsentFields.Allows) ?? []).Aggregate(Allows.None, (all, one) => all | one);
}
