using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Digests;

/// <summary>What is to be done with a person's lines in a slot, on what is known of their last digest and of the directory as it is now.</summary>
internal abstract record DigestPlan
{
    private DigestPlan()
    {
    }

    /// <summary>Some leave now.</summary>
    /// <param name="Mail">The mail's id.</param>
    /// <param name="Last">The person's last digest, as read.</param>
    /// <param name="Lines">Those that leave.</param>
    /// <param name="Later">Those that wait, and for which slot; null where none do.</param>
    public sealed record Send(string Mail, LastDigest Last, IReadOnlyList<WaitingLine> Lines, Move? Later) : DigestPlan;

    /// <summary>They wait for another slot: today's digest has left, or the person has chosen another hour.</summary>
    public sealed record Move(Instant Slot, IReadOnlyList<WaitingLine> Lines) : DigestPlan;

    /// <summary>Another run may be at it until then.</summary>
    public sealed record Wait(Instant Until) : DigestPlan;

    /// <summary>Their minute is still to come; it has a due row of its own.</summary>
    public sealed record NotYet : DigestPlan;

    /// <summary>Decides.</summary>
    /// <param name="last">The person's last digest.</param>
    /// <param name="lines">The person's lines in the slot that may be told.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static DigestPlan Of(LastDigest last, IReadOnlyList<WaitingLine> lines, Instant slot, Surroundings at)
    {
        var person = last.Person;
        var begun = Begun(last, lines, at);
        if (begun is null)
        {
            var slots = SlotsOf(person.Contact, at);
            if (slots.Count > 0 && !slots.Any(s => s.Holds(slot, at.Community.Zone))) return new Move(Next(person.Contact, at.Now, at), lines);
            if (slot + Duration.FromMinutes(lines[0].Item.Spread) > at.Now) return new NotYet();
        }

        // One a day. What was begun and cut off is finished first, alone: its lines may have left under that very id.
        var mail = begun ?? MailId(at.Today, person, at);
        if (last.Until is { } until && until > at.Now && last.Mail == mail) return new Wait(until);
        if (last.Day == at.Today && (begun is null || last.Mail != begun)) return new Move(Next(person.Contact, EndOf(at), at), lines);
        var leaving = begun is null ? lines : [.. lines.Where(l => l.Stored.Digest == begun)];
        var rest = lines.Except(leaving).ToArray();
        return new Send(mail, last, leaving, rest.Length == 0 ? null : new Move(Next(person.Contact, EndOf(at), at), rest));
    }

    /// <summary>
    /// The oldest mail that may have left and isn't finished. A mail leaves only after it was taken: what was marked with a later day's id than the
    /// last taken was cut off before, and leaves with the rest.
    /// </summary>
    private static string? Begun(LastDigest last, IReadOnlyList<WaitingLine> lines, Surroundings at)
    {
        if (last.Day is not { } day) return null;
        var taken = MailId(day, last.Person, at);
        return lines.Select(l => l.Stored.Digest).OfType<string>().Where(d => string.CompareOrdinal(d, taken) <= 0).Min(StringComparer.Ordinal);
    }

    private static Instant EndOf(Surroundings at) => WorkingHours.At(at.Today.PlusDays(1), LocalTime.Midnight, at.Community.Zone) - Duration.Epsilon;

    private static IReadOnlyList<DigestSlot> SlotsOf(string contact, Surroundings at) =>
        [.. at.Directory.Entries(contact).Select(c => c.Slot).Distinct()];

    /// <summary>The person's next slot, the first of any organisation's: there it lies with whatever else they are told.</summary>
    private static Instant Next(string contact, Instant after, Surroundings at) => SlotsOf(contact, at)
        .DefaultIfEmpty(DigestSlot.Default)
        .Min(slot => Clocks.NextSlot(after, slot, contact, at.Community.Zone));

    /// <summary>The id of a person's digest of a day.</summary>
    private static string MailId(LocalDate day, PersonSide person, Surroundings at)
    {
        var whose = $"{at.Community.Id}\n{person.Contact}\n{person.Side}";
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whose)))[..12];
        return $"digest.{LocalDatePattern.Iso.Format(day)}.{mark}";
    }
}
