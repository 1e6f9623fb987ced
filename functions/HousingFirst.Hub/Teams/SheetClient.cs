namespace HousingFirst.Hub.Teams;

/// <summary>A client as a teams sheet states it. Text made from it says nothing: its cells are about a person.</summary>
internal sealed class SheetClient(TeamsLine first)
{
    private readonly List<SheetMember> members = [];
    private readonly List<SheetConsent> consents = [];

    /// <summary>The first line that names the client.</summary>
    public TeamsLine First { get; } = first;

    /// <summary>The program's reference.</summary>
    public string Reference { get; } = first[TeamsColumn.Client]!;

    /// <summary>The day of enrolment, where a line without a partner says one.</summary>
    public string? Since { get; private set; }

    public IReadOnlyList<SheetMember> Members => members;

    public IReadOnlyList<SheetConsent> Consents => consents;

    /// <summary>Takes a line of this client.</summary>
    /// <param name="line">The line.</param>
    /// <param name="wrong">Names what is wrong: the column, the rule, the mend.</param>
    public void Take(TeamsLine line, Action<TeamsColumn, string, string> wrong)
    {
        var hasConsent = line.HasAny(
            TeamsColumn.Consent, TeamsColumn.ConsentTo, TeamsColumn.Allows, TeamsColumn.From, TeamsColumn.To, TeamsColumn.Method, TeamsColumn.Witness,
            TeamsColumn.Form);
        var hasMember = line.HasAny(TeamsColumn.Contact, TeamsColumn.Role, TeamsColumn.Visits, TeamsColumn.PartnerReference)
            || (line.HasAny(TeamsColumn.Partner) && !hasConsent);
        if (hasMember) TakeMember(new SheetMember(line), wrong);
        else if (line[TeamsColumn.Since] is { } since) Since ??= since;
        if (hasConsent) TakeConsent(new SheetConsent(line, Reference), wrong);
    }

    private void TakeMember(SheetMember member, Action<TeamsColumn, string, string> wrong)
    {
        if (member is { IsVisitsWrong: true }) wrong(TeamsColumn.Visits, "not yes or no", "write `yes` or `no`");
        if (members.Find(m => m.Partner == member.Partner && m.Contact == member.Contact) is not { } known) members.Add(member);
        else if (!known.SaysTheSame(member)) wrong(TeamsColumn.Contact, $"on line {known.Line.Line} too, with other cells", "state each contact of a client once");
    }

    private void TakeConsent(SheetConsent consent, Action<TeamsColumn, string, string> wrong)
    {
        if (consents.Find(c => c.IsSame(consent)) is not { } known) consents.Add(consent);
        else if (!known.SaysTheSame(consent)) wrong(TeamsColumn.Consent, $"on line {known.Line.Line} too, with other cells", "give each consent an id or a first day of its own");
    }

    /// <inheritdoc/>
    public override string ToString() => "client";
}

/// <summary>A membership as a line states it.</summary>
internal sealed record SheetMember(TeamsLine Line)
{
    public string? Partner { get; } = Line[TeamsColumn.Partner];

    public string? Contact { get; } = Line[TeamsColumn.Contact];

    public string? Role { get; } = Line[TeamsColumn.Role]?.ToUpperInvariant();

    public bool? Visits { get; } = Line[TeamsColumn.Visits] is { } cell ? TeamsWords.Flag(cell) : null;

    public bool IsVisitsWrong { get; } = Line[TeamsColumn.Visits] is { } cell && TeamsWords.Flag(cell) is null;

    public string? TheirRef { get; } = Line[TeamsColumn.PartnerReference];

    public bool SaysTheSame(SheetMember other) => (Role, Visits, TheirRef) == (other.Role, other.Visits, other.TheirRef);

    /// <inheritdoc/>
    public override string ToString() => "member";
}

/// <summary>A consent as a line states it.</summary>
internal sealed record SheetConsent(TeamsLine Line, string Client)
{
    public string? OwnId { get; } = Line[TeamsColumn.Consent];

    public string? Recipient { get; } = Line[TeamsColumn.ConsentTo] ?? Line[TeamsColumn.Partner];

    public IReadOnlyList<string>? Allows { get; } = Line[TeamsColumn.Allows] is { } cell ? TeamsWords.Allows(cell) : null;

    public string? From { get; } = Line[TeamsColumn.From];

    public string? To { get; } = Line[TeamsColumn.To];

    public string? Method { get; } = Line[TeamsColumn.Method] is { } cell ? TeamsWords.Method(cell) : null;

    public string? Witness { get; } = Line[TeamsColumn.Witness];

    public string? Form { get; } = Line[TeamsColumn.Form];

    /// <summary>The program's own id, or one made from whom it is for and its first day: a consent signed anew is another.</summary>
    public string Id => OwnId ?? "S-" + TeamsHash.Letters(12, Client, Recipient, From);

    /// <summary>Whether it is the same consent, whatever else it says.</summary>
    public bool IsSame(SheetConsent other) => Id == other.Id;

    public bool SaysTheSame(SheetConsent other) =>
        (Recipient, From, To, Method, Witness, Form) == (other.Recipient, other.From, other.To, other.Method, other.Witness, other.Form)
        && (Allows ?? []).ToHashSet().SetEquals(other.Allows ?? []);

    /// <inheritdoc/>
    public override string ToString() => "consent";
}
