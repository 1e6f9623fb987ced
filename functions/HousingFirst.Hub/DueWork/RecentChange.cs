using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.DueWork;

/// <summary>
/// A change in a funded program's list of recent ones: what its caseworkers look for, and which codes they use most. A superset of what they may
/// see: whether the client is still the program's is asked of the client. Row <c>y|agency|inverted time|change</c>, a function of its cause.
/// </summary>
/// <param name="Agency">The program whose list it is in.</param>
/// <param name="Accepted">When the hub accepted it (UTC).</param>
/// <param name="Change">The change's key.</param>
/// <param name="Client">The client.</param>
/// <param name="Reference">The program's own reference.</param>
/// <param name="Code">The code.</param>
/// <param name="OccurredOn">The day it is about.</param>
/// <param name="IsSender">Whether this program sent it.</param>
public sealed record RecentChange(
    string Agency, Instant Accepted, string Change, ClientId Client, ClientReference Reference, ChangeCode Code, LocalDate OccurredOn, bool IsSender)
{
    /// <summary>Sorts after every pointer, and so is never due.</summary>
    internal const string KeyPrefix = "y";

    /// <summary>The lists a change belongs in: its client's program's, and, where that is another funded program, its sender's.</summary>
    internal static IReadOnlyList<RecentChange> Of(ClientId client, StoredChange change, ClientState state, Surroundings at)
    {
        var program = state.Program(at.Today)?.Agency;
        return [.. new[] { program, change.Sender }.OfType<string>().Distinct()
            .Where(agency => at.Directory.Find(agency) is { Kind: OrganisationKind.FundedProgram })
            .Select(agency => state.Memberships.LastOrDefault(m => m.Agency == agency))
            .OfType<Membership>()
            .Select(member => new RecentChange(
                member.Agency, change.Accepted, change.Key, client, member.TheirRef, change.Code, change.OccurredOn, member.Agency == change.Sender))];
    }

    internal static string PrefixOf(string agency) => Keys.Prefix(KeyPrefix, agency);

    internal static string EndOf(string agency, Instant since) => Keys.End(Keys.Prefix(KeyPrefix, agency, Keys.InvertedTime(since)));

    internal static string KeyOf(string agency, Instant accepted, string change) => Keys.Of(KeyPrefix, agency, Keys.InvertedTime(accepted), change);

    internal Row ToRow() => RowVersions.NewRow(KeyOf(Agency, Accepted, Change))
        .With("accepted", Accepted)
        .With("client", Client.Value)
        .With("theirRef", Reference.Value)
        .With("code", Code.Code)
        .With("occurredOn", OccurredOn)
        .With("isSender", IsSender);

    internal static RecentChange Read(Row row)
    {
        RowVersions.Readable(row);
        var parts = Keys.Parts(row.Key);
        return new RecentChange(
            parts[1],
            row.Time("accepted")!.Value,
            parts[3],
            new ClientId(row.NeedText("client")),
            new ClientReference(row.NeedText("theirRef")),
            Vocabulary.Current[row.NeedText("code")],
            row.Date("occurredOn")!.Value,
            row.Flag("isSender"));
    }
}
