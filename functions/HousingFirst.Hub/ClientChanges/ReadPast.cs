using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>Reads what a code looks back at: nothing for most, one or two requests for corrections, closings, stops and newcomers.</summary>
public sealed class ReadPast(ClientStore clients, ReferenceStore references)
{
    /// <summary>What the rules look back at for this change of this client.</summary>
    public async ValueTask<Past> RunAsync(
        ClientChange change, FoundClient found, ClientState state, CancellationToken cancellation)
    {
        var past = Past.None with { ByCard = found.ByCard };
        if (change.Corrects is { } corrects && await clients.ChangeAsync(found.Client, corrects, cancellation) is { } wrong)
        {
            past = past with
            {
                Corrected = wrong.AsPast(),
                Told = await ToldAsync(found.Client, corrects, cancellation),
            };
        }

        if (OpenChanges.ClosedBy(change.Code, state.Head) is { } open)
        {
            past = past with
            {
                Closed = new PastChange(
                    open.Change, string.Empty, Vocabulary.Current[open.Code], Vocabulary.Current[open.Code].Urgency, open.OccurredOn, null),
                Told = change.Code.Told == ToldOf.Closes ? await ToldAsync(found.Client, open.Change, cancellation) : past.Told,
            };
        }

        if (change.Code.Told == ToldOf.Consent && change.Consent is { } consent)
        {
            var all = await clients.NoticesAsync(found.Client, cancellation);
            past = past with { Told = [.. all.Where(n => n.Consent == consent.Id && n.MayHaveBeenTold).Select(AsTold)] };
        }

        if (change.Member is { TheirRef: { } reference } member)
        {
            var meant = await references.FindAsync(member.Organisation, reference, cancellation);
            past = past with { ReferenceTaken = meant is { } other && other != found.Client };
        }

        return past;
    }

    private async ValueTask<ImmutableArray<ToldNotice>> ToldAsync(ClientId client, string change, CancellationToken cancellation)
    {
        var notices = await clients.NoticesAsync(client, change, cancellation);
        return [.. notices.Where(n => n.MayHaveBeenTold).Select(AsTold)];
    }

    private static ToldNotice AsTold(Notice notice) => new(
        notice.Id.Change,
        notice.Code,
        notice.Recipient!.Agency,
        notice.Recipient.Contact,
        notice.SentTo!,
        notice.Role,
        notice.Consent,
        notice.Recipient.Order);
}
