using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Hub.Coverages;

/// <summary>
/// Who would be told, before anything is sent (promise 2): the same decision as a real message, and nothing written. Only the client's program
/// sees who, why, and whom else it may tell.
/// </summary>
public sealed class PreviewChange(
    ClientStore clients, FindClient findClient, ReadPast readPast, DirectoryCache directory, AuditLog audit)
{
    /// <summary>Previews a parsed change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="agency">For whom: must be the change's sender; null for an operator, which leaves an audit row.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<PreviewOutcome> RunAsync(ClientChange change, string? agency, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await findClient.RunAsync(change, at, cancellation) is not { } found) return new PreviewOutcome.Refused(ChangeRules.NotYours.Defects);
        var state = (await clients.ReadAsync(found.Client, cancellation)).State;
        var past = await readPast.RunAsync(change, found, state, cancellation);
        var decision = ChangeRules.Decide(change, state, past, at);
        if (decision is Decision.Refused refused) return new PreviewOutcome.Refused(refused.Defects);
        var accepted = (Decision.Accepted)decision;
        if (agency is null) await audit.AddAsync("preview", found.Client.Value, cancellation);
        var program = accepted.Next.Program(at.Today) ?? state.Program(at.Today);
        if (agency is not null && program?.Agency != agency) return new PreviewOutcome.Shown(new CoverageView.ProgramOnly(null, program is not null));
        return new PreviewOutcome.Shown(new CoverageView.Whole(
            change.Key,
            change.Code.Code,
            accepted.Urgency,
            change.OccurredOn,
            null,
            [.. NoticesOf.Lines(change, found.Client, accepted, at).Select(n => ReadCoverage.Decided(n, at))],
            accepted.Lines.Length,
            MayAlsoTell(change, found.Client, state, past, accepted, at),
            state.Head.ConfirmConsents));
    }

    /// <summary>Everyone else on the team, each with what would become of it: the boxes the program may tick.</summary>
    private static CoverageLine[] MayAlsoTell(
        ClientChange change, ClientId client, ClientState state, Past past, Decision.Accepted accepted, Surroundings at)
    {
        if (change.Code.AlsoTell == AlsoTellRule.No || accepted.Urgency == Urgency.U0 || state.Program(at.Today)?.Agency != change.Sender) return [];
        var known = accepted.Lines.OfType<Line.Of>().Select(l => l.Recipient.Contact).ToHashSet(StringComparer.Ordinal);
        var others = state.Team(at.Today).Where(m => m.Agency != change.Sender).Select(m => m.Contact).Where(c => !known.Contains(c)).Distinct().ToArray();
        if (others.Length == 0) return [];
        var asked = change with { AlsoTell = [.. change.AlsoTell, .. others] };
        return ChangeRules.Decide(asked, state, past, at) is Decision.Accepted also
            ? [.. NoticesOf.Lines(asked, client, also, at).Where(n => n.Recipient is { } to && !known.Contains(to.Contact)).Select(n => ReadCoverage.Decided(n, at))]
            : [];
    }
}

/// <summary>What a preview answers.</summary>
public abstract record PreviewOutcome
{
    private PreviewOutcome()
    {
    }

    /// <summary>The message would be refused.</summary>
    public sealed record Refused(ImmutableArray<Defect> Defects) : PreviewOutcome;

    /// <summary>It would be taken.</summary>
    public sealed record Shown(CoverageView View) : PreviewOutcome;
}
