using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Board.Meetings;

/// <summary>What the page of the rooms is shown with.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Rooms">One for each of the reader's agencies.</param>
/// <param name="IsOver">Whether it is over, or off: then nothing is taken.</param>
/// <param name="Done">What was done this moment; null for nothing.</param>
/// <param name="Wrong">What is wrong with what was said of an item; null for nothing.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record CasesView(Meeting Meeting, ImmutableArray<OwnRoom> Rooms, bool IsOver, string? Done, WrongAnswer? Wrong, Surroundings At, MeetingPlace Place);

/// <summary>What somebody said of an item and that can't be taken as it is.</summary>
/// <param name="Agency">For which of their agencies.</param>
/// <param name="Item">The item.</param>
/// <param name="Text">What they wrote: shown to them again, and nowhere else.</param>
/// <param name="Defect">What is wrong.</param>
public sealed record WrongAnswer(string Agency, string Item, string Text, Defect Defect);

/// <summary>What the form of an item is shown with.</summary>
/// <param name="Form">What is filled in.</param>
/// <param name="IsCase">Whether it is one of the case part.</param>
/// <param name="Own">The reader's agencies.</param>
/// <param name="Clients">Of a case item: the clients to choose from, by the agencies' own references.</param>
/// <param name="Needed">The agencies that may be needed.</param>
/// <param name="Defects">What is wrong with it.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record ItemFormView(
    ItemForm Form, bool IsCase, ImmutableArray<Organisation> Own, ImmutableArray<CaseloadClient> Clients, ImmutableArray<Organisation> Needed,
    ImmutableArray<Defect> Defects, MeetingPlace Place);
