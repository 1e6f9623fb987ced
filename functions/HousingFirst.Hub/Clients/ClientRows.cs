using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Clients;

/// <summary>How a client's head, team and consents lie in rows: keys <c>0</c>, <c>a|agency|contact</c>, <c>b|recipient|id</c>.</summary>
internal static class ClientRows
{
    public const string HeadKey = "0";

    /// <summary>The end of what a decision reads: head, team and consents in one range.</summary>
    public const string StateEnd = "c";

    public static string Partition(string community, ClientId client) => Keys.Of(community, client.Value);

    public static string MembershipKey(string agency, string contact) => Keys.Of("a", agency, contact);

    public static string ConsentKey(ConsentRecord consent) => Keys.Of("b", consent.Recipient, consent.Id);

    public static Row OfHead(ClientHead head) => RowVersions.NewRow(HeadKey)
        .With("client", head.Client.Value)
        .With("version", head.Version)
        .With("deceased", head.Deceased)
        .With("plan", head.Plan?.Change)
        .With("planNamed", head.Plan is { } plan ? string.Join(' ', plan.Named) : null)
        .With("open", head.Open.IsEmpty ? null : string.Join('\n', head.Open.Select(OpenText)))
        .With("confirmConsents", head.ConfirmConsents);

    public static ClientHead ReadHead(Row row) => new(
        new ClientId(row.NeedText("client")),
        row.Number("version") ?? 0,
        row.Text("deceased"),
        row.Text("plan") is { } plan ? new SafetyPlan(plan, [.. Words(row.Text("planNamed"))]) : null,
        [.. (row.Text("open") ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadOpen)],
        row.Date("confirmConsents"));

    public static Row OfMembership(Membership membership) => RowVersions.NewRow(MembershipKey(membership.Agency, membership.Contact))
        .With("agency", membership.Agency)
        .With("contact", membership.Contact)
        .With("role", membership.Role.ToString())
        .With("visits", membership.Visits)
        .With("since", membership.Since)
        .With("ended", membership.Ended)
        .With("theirRef", membership.TheirRef.Value)
        .With("enrolled", membership.Enrolled)
        .With("order", membership.Order);

    public static Membership ReadMembership(Row row) => new(
        row.NeedText("agency"),
        row.NeedText("contact"),
        Enum.Parse<Role>(row.NeedText("role")),
        row.Flag("visits"),
        row.Date("since")!.Value,
        row.Date("ended"),
        new ClientReference(row.NeedText("theirRef")),
        row.Flag("enrolled"),
        (int)(row.Number("order") ?? 0));

    public static Row OfConsent(ConsentRecord consent) => RowVersions.NewRow(ConsentKey(consent))
        .With("id", consent.Id)
        .With("recipient", consent.Recipient)
        .With("allows", consent.Allows.ToString())
        .With("from", consent.From)
        .With("to", consent.To)
        .With("withdrawn", consent.Withdrawn)
        .With("method", consent.Method.ToString())
        .With("witness", consent.Witness)
        .With("form", consent.Form);

    public static ConsentRecord ReadConsent(Row row) => new(
        row.NeedText("id"),
        row.NeedText("recipient"),
        Enum.Parse<Allows>(row.NeedText("allows")),
        row.Date("from")!.Value,
        row.Date("to")!.Value,
        row.Date("withdrawn"),
        Enum.Parse<ConsentMethod>(row.NeedText("method")),
        row.Text("witness"),
        row.NeedText("form"));

    public static ImmutableArray<string> Words(string? text) =>
        [.. (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static string OpenText(OpenChange open) =>
        string.Create(CultureInfo.InvariantCulture, $"{IsoText.Of(open.OccurredOn)} {open.Code} {open.Change}");

    private static OpenChange ReadOpen(string text)
    {
        var parts = text.Split(' ');
        return new OpenChange(parts[1], parts[2], IsoText.ReadDay(parts[0]));
    }
}
