using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Something that only a person can mend, kept until a person has or its cause is gone. The same cause is the same task, and one that is done
/// stays done.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Cause">What makes the task the only one of its kind.</param>
/// <param name="Since">Since when it waits (UTC).</param>
public sealed record SpecialistTask(SpecialistTaskKind Kind, string Cause, Instant Since)
{
    /// <summary>The agency it is about; null where it is about none.</summary>
    public string? Agency { get; init; }

    /// <summary>Its contact, where it is about one.</summary>
    public string? Contact { get; init; }

    /// <summary>The name of an organisation that is in no directory yet.</summary>
    public string? Organisation { get; init; }

    /// <summary>A mark of the contact's entry as it was: another address, or the same confirmed anew, has another.</summary>
    public string? Entry { get; init; }

    /// <summary>What was asked for, where somebody asked.</summary>
    public RequestedHelp? Request { get; init; }

    /// <summary>What became of what was asked; null where nobody asked, and of what was asked before the hub promised a day.</summary>
    public RequestCourse? Course { get; init; }

    /// <summary>When it was done (UTC); null while it waits.</summary>
    public Instant? Done { get; init; }

    /// <summary>Who said so; null where the hub saw that its cause is gone.</summary>
    public string? DoneBy { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    /// <summary>A short name of it for people: 8 hex digits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{Cause}")))[..8];

    /// <summary>What became of what was asked, with the day that is promised in <paramref name="community"/> where none was yet.</summary>
    public RequestCourse CourseIn(Community community) => (Course ?? new RequestCourse(ResponsePromise.Of(Since, community))) with { Closed = Done };

    /// <summary>The mark of a contact's entry, or null where there is none.</summary>
    public static string? EntryOf(string? agency, string? contact, Surroundings at) =>
        agency is not null && contact is not null && at.Directory.Contact(agency, contact) is { } known
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{known.Address}\n{(known.Confirmed is { } day ? IsoText.Of(day) : "-")}\n{known.ConfirmedBy}")))[..16]
            : null;
}

/// <summary>What somebody asks of the specialist.</summary>
/// <param name="About">What sort of help.</param>
/// <param name="With">With whom, for a mediation: an agency id.</param>
/// <param name="Note">In the asker's own words; no mail holds it.</param>
/// <param name="Subject">The asker's own reference for the client it is about; no mail holds it.</param>
public sealed record RequestedHelp(HelpAbout About, string? With, string? Note, string? Subject);

/// <summary>The sorts of help that can be asked for.</summary>
public enum HelpAbout
{
    /// <summary>Two partners can't settle something between themselves.</summary>
    Mediation,

    /// <summary>Advice.</summary>
    Advice,

    /// <summary>Something in the system stands in the way.</summary>
    Barrier,
}
