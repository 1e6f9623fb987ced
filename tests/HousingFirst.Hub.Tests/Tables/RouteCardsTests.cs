using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Tables;

public sealed class RouteCardsTests
{
    private static readonly Contact Full = new(
        "marieve", "Mariève \"M\" <Roy>", Language.French, Channel.Mail, new DigestSlot(IsoDayOfWeek.Thursday, new LocalTime(8, 15)),
        "marieve@example.org", "+1 403 555 0101", new LocalDate(2026, 10, 1), Shared: true, new LocalDate(2026, 9, 30), "luc");

    private static readonly Contact Bare = Full with
    {
        Id = "luc",
        Name = "Luc",
        Language = Language.English,
        Slot = DigestSlot.Default,
        Address = null,
        Stopped = null,
        Shared = false,
        Alternate = null,
    };

    [Fact]
    public void A_card_is_read_as_it_was_written()
    {
        var organisation = Of(Full, Bare);
        var read = RouteCards.Read(RouteCards.ToRow(organisation));
        Assert.Equal(organisation with { Contacts = [] }, read with { Contacts = [] });
        Assert.Equal(organisation.Contacts, read.Contacts);
    }

    /// <summary>The text that lies in the databases of hubs that run: what writes it may change, it may not.</summary>
    [Fact]
    public void A_card_lies_as_it_always_did() => Assert.Equal(
        """
        [{"id":"marieve","name":"Mari\u00E8ve \u0022M\u0022 \u003CRoy\u003E","language":"fr","channel":"Mail","slotDay":"Thursday","slotAt":"08:15","address":"marieve@example.org","phone":"\u002B1 403 555 0101","stopped":"2026-10-01","shared":true,"confirmed":"2026-09-30","alternate":"luc"},{"id":"luc","name":"Luc","language":"en","channel":"Mail","slotAt":"07:00","phone":"\u002B1 403 555 0101","shared":false,"confirmed":"2026-09-30"}]
        """,
        RouteCards.ToRow(Of(Full, Bare)).NeedText("contacts"));

    [Fact]
    public void A_damaged_card_says_what_is_missing_and_never_what_it_holds()
    {
        var row = RouteCards.ToRow(Of(Full)).With("contacts", """[{"id":"marieve"}]""");
        var error = Assert.Throws<InvalidDataException>(() => RouteCards.Read(row));
        Assert.Contains("'name'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marieve", error.Message, StringComparison.Ordinal);
    }

    private static Organisation Of(params Contact[] contacts) => new(
        "prairie-hospital", "Prairie Hospital", "Hôpital des Prairies", OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 3, 31)), ReadsQueue: true,
        Instant.FromUtc(2026, 11, 2, 7, 30), "+1 403 555 0100", [.. contacts]);
}
