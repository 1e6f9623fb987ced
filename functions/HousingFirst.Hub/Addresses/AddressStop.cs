using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.DueWork;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Addresses;

/// <summary>One address stopped on one day, and how it lies in the due work that tells of it.</summary>
/// <param name="Mark">Stands for the address.</param>
/// <param name="Contact">The contact it was stopped for.</param>
/// <param name="Reason">Why.</param>
/// <param name="Day">The local day.</param>
internal sealed record AddressStop(string Mark, string Contact, StopReason Reason, LocalDate Day)
{
    private const char Separator = ' ';

    /// <summary>Due at once, and the same row whenever on that day it is written.</summary>
    /// <param name="at">The community and the clock.</param>
    /// <param name="made">Whether the directory has it; otherwise whoever does the work finishes that first.</param>
    public DueItem Due(Surroundings at, bool made) => new(at.Community.Zone.AtStartOfDay(Day).ToInstant(), DueKind.AddressStopped, $"{Mark}.{Reason}")
    {
        About = string.Join(Separator, Mark, Reason, LocalDatePattern.Iso.Format(Day), Contact),
        Cursor = made ? 1 : 0,
    };

    /// <summary>Whether it is about a contact's address.</summary>
    public bool IsOf(Contact contact) => contact.Address is { } address && AddressMark.Of(address) == Mark;

    /// <summary>Reads the row.</summary>
    public static AddressStop Of(DueItem item) => item.About?.Split(Separator) is [var mark, var reason, var day, var contact]
        ? new AddressStop(mark, contact, Enum.Parse<StopReason>(reason), LocalDatePattern.Iso.Parse(day).Value)
        : throw new InvalidDataException("A due row names no stopped address: run `hub check`.");

    /// <summary>Whether the directory has it.</summary>
    public static bool IsMade(DueItem item) => item.Cursor > 0;
}
