using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>
/// Who may hear of a client at a meeting: decided anew at every look, from consents, agreements, ceilings and safety plan as they are then. So a
/// consent that is withdrawn takes effect with the next look, whatever was printed before.
/// </summary>
/// <param name="Seats">The agencies, in team order; none where fewer than two may hear of it.</param>
public sealed record Room(ImmutableArray<Seat> Seats)
{
    /// <summary>Nobody may hear of it.</summary>
    public static Room Empty { get; } = new([]);

    /// <summary>The room of a case item. Nobody is in it once the agency that brought it may hear of the client no more: there is nobody to speak.</summary>
    public static Room Of(AgendaItem item, ClientState state, LocalDate on, Surroundings at) =>
        Of(item.Class, item.Facet, state, on, at) is var room && room.Seats.Any(s => s.Agency == item.By) ? room : Empty;

    /// <summary>
    /// Who may hear something of a class and facet: agencies on the client's team whose membership, agreement, role and consent let them hear of it, today and on the day of
    /// the meeting. Nobody hears of a client who has died. Under a safety plan it is the program and those the plan names (rule 6).
    /// </summary>
    /// <param name="privacy">The class of what is said.</param>
    /// <param name="facet">Its facet.</param>
    /// <param name="state">The client's state.</param>
    /// <param name="on">The day of the meeting.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static Room Of(PrivacyClass privacy, Facet facet, ClientState state, LocalDate on, Surroundings at)
    {
        if (state.Head.Deceased is not null || state.Program(at.Today) is not { } program) return Empty;
        var seats = new List<Seat>();
        foreach (var member in state.Team(at.Today).Where(m => m.IsLive(on)))
        {
            if (SeatOf(member, member == program) is not { } seat) continue;
            var known = seats.FindIndex(s => s.Agency == seat.Agency);
            if (known < 0) seats.Add(seat);
            else if (seats[known].OnlyContact is not null && seat.OnlyContact is null) seats[known] = seat;
        }

        return seats.Count < 2 ? Empty : new Room([.. seats]);

        Seat? SeatOf(Membership member, bool isProgram)
        {
            var organisation = at.Directory.Find(member.Agency);
            if (organisation is null || organisation.Kind == OrganisationKind.SourceOnly) return null;
            if (!organisation.IsTold(at.Today) || !organisation.IsTold(on)) return null;
            if (isProgram) return new Seat(member.Agency, member.TheirRef, IsProgram: true, OnlyContact: null);
            if (!Ceilings.Allow(member.Role, privacy, facet)) return null;
            if (state.Head.Plan is { } plan && !plan.Named.Contains(member.Contact)) return null;
            if (Consents.Ask(state.Consents, member.Agency, member.Contact, privacy, facet, at.Today) is not Consents.Answer.Granted now) return null;
            if (Consents.Ask(state.Consents, member.Agency, member.Contact, privacy, facet, on) is not Consents.Answer.Granted then) return null;
            var isWide = now.Consent.Recipient == member.Agency && then.Consent.Recipient == member.Agency && state.Head.Plan is null;
            return new Seat(member.Agency, member.TheirRef, IsProgram: false, isWide ? null : member.Contact);
        }
    }

    /// <summary>The seat of a person in it, or null.</summary>
    /// <param name="agency">Whose person it is.</param>
    /// <param name="contact">Who; null for nobody in particular, who sits only where the whole agency may.</param>
    public Seat? Of(string agency, string? contact)
    {
        foreach (var seat in Seats)
        {
            if (seat.Agency == agency) return seat.OnlyContact is null || seat.OnlyContact == contact ? seat : null;
        }

        return null;
    }
}

/// <summary>An agency in a room.</summary>
/// <param name="Agency">The agency.</param>
/// <param name="Reference">Its own reference for the client.</param>
/// <param name="IsProgram">Whether it is the client's program.</param>
/// <param name="OnlyContact">The one person who may hear of it, where consent or the safety plan names one; null for everyone of the agency's.</param>
public sealed record Seat(string Agency, ClientReference Reference, bool IsProgram, string? OnlyContact);
