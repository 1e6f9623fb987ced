using HousingFirst.Core.Glossary;

namespace HousingFirst.Board.Forms;

/// <summary>What a consent form is printed for. There is no place in it for anything about a client: people write that by hand.</summary>
/// <param name="Language">The client's language.</param>
/// <param name="Program">The program's public name, or null to leave it open.</param>
/// <param name="Phone">The program's public number, or null to leave it open.</param>
/// <param name="Partners">The partners' public names, at most <see cref="MostPartners"/>.</param>
public sealed record ConsentFormContent(Language Language, string? Program, string? Phone, IReadOnlyList<string> Partners)
{
    /// <summary>More partners don't fit on one page.</summary>
    public const int MostPartners = 12;

    /// <summary>Rows left open for partners that the list doesn't name, where there is room.</summary>
    internal int OpenRows => Math.Clamp(MostPartners - Partners.Count, 0, 2);
}
