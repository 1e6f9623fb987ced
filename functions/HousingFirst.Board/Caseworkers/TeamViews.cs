using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Board.Caseworkers;

/// <summary>What the form is shown with.</summary>
/// <param name="Form">What is filled in.</param>
/// <param name="Caseload">The clients and codes to choose from.</param>
/// <param name="Team">What the chosen code asks about the chosen client's team; null where it asks nothing.</param>
/// <param name="Defects">What is wrong with it.</param>
/// <param name="Programs">The caseworker's programs.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
/// <param name="Again">What the button for the other language does.</param>
public sealed record TellFormView(
    TellForm Form, Caseload Caseload, TeamChoices? Team, ImmutableArray<Defect> Defects, ImmutableArray<Organisation> Programs, Surroundings At,
    TeamPlace Place, string Again);

/// <summary>What a preview is shown with.</summary>
/// <param name="Form">What was filled in, carried along.</param>
/// <param name="Shown">Who would be told.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record TellPreviewView(TellForm Form, TellOutcome.Shown Shown, Surroundings At, TeamPlace Place);

/// <summary>What the list is shown with.</summary>
/// <param name="Changes">The changes, newest first.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record ToldListView(ImmutableArray<RecentChange> Changes, Surroundings At, TeamPlace Place);

/// <summary>What one change is shown with.</summary>
/// <param name="Coverage">As much as the caseworker's program may see.</param>
/// <param name="Listed">The change in the program's list, where it is still there.</param>
/// <param name="IsSent">Whether it was sent this moment.</param>
/// <param name="At">The community, the directory, the clock.</param>
/// <param name="Place">Where the pages are.</param>
public sealed record ToldView(CoverageView Coverage, RecentChange? Listed, bool IsSent, Surroundings At, TeamPlace Place);
