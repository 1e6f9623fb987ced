using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Board.Contacts;

/// <summary>What the list is shown with.</summary>
/// <param name="Lists">One for each of the reader's organisations.</param>
/// <param name="Recorded">The public name of whom a contact was recorded with this moment; null for nobody.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record MonthView(ImmutableArray<MonthList> Lists, string? Recorded, Surroundings At, MonthPlace Place)
{
    /// <summary>The requests to the specialist that the reader's organisations are a party to: the open ones, and those closed lately.</summary>
    public ImmutableArray<SeenRequest> Requests { get; init; } = [];
}

/// <summary>What the form is shown with.</summary>
/// <param name="Own">The reader's organisation.</param>
/// <param name="Entry">How the contact with the other stands.</param>
/// <param name="Form">What is filled in.</param>
/// <param name="Defects">What is wrong with it.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record ContactFormView(Organisation Own, MonthEntry Entry, ContactForm Form, ImmutableArray<Defect> Defects, Surroundings At, MonthPlace Place);
