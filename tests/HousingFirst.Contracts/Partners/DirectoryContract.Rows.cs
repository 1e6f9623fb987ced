using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Partners;

public abstract partial class DirectoryContract
{
    private const string Route = "lethbridge|route";

    [Fact]
    public Task A_card_of_the_layout_before_is_read_and_its_first_edit_writes_the_new_one() => InAsync(async world =>
    {
        await world.Tables.BatchAsync(Table.Directory, Route, [new RowWrite.Upsert(ReleasedRows.RouteCard1.With("laterColumn", "kept"))], Stop);
        var old = (await world.Hub.Partners.CardAsync("prairie-hospital", Stop))!;
        Assert.Equal(new Agreement(null, new LocalDate(2027, 3, 31), null, QueueDetail.Full), old.Organisation.Agreement);
        Assert.Equal((Standing.Active, Confidentiality.Public, 0, 0L), (old.Organisation.Standing, old.Organisation.Tier, old.Organisation.Roles.Length, old.Revision));
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 16, 30), old.Organisation.FirstAcknowledged);
        Assert.Equal((new LocalDate(2026, 11, 10), "tom"), (old.Organisation.Contact("marieve")!.Confirmed, old.Organisation.Contact("marieve")!.Alternate));
        Assert.Equal(new LocalDate(2026, 11, 28), old.Organisation.Contact("tom")!.Stopped);

        await world.DoneAsync("prairie-hospital", "agency.change", o => o with { Roles = [Role.HLT] });

        var row = (await world.Tables.GetAsync(Table.Directory, Route, "prairie-hospital", Stop))!;
        Assert.Equal((2L, "Full", "HLT", "kept", false), (row.Number(Row.VersionColumn), row.Text("queueDetail"), row.Text("roles"), row.Text("laterColumn"), row.Flag("queueDetailFull")));
        Assert.Equal(Assert.Single(old.Organisation.Contacts, c => c.Id == "tom"), (await world.Hub.Partners.CardAsync("prairie-hospital", Stop))!.Organisation.Contact("tom"));
    });

    [Fact]
    public Task A_card_of_this_layout_is_read_whole_and_written_back_as_it_was() => InAsync(async world =>
    {
        await world.Tables.BatchAsync(Table.Directory, Route, [new RowWrite.Upsert(ReleasedRows.RouteCard2)], Stop);

        var card = (await world.Hub.Partners.CardAsync("river-icm", Stop))!;

        var read = card.Organisation;
        Assert.Equal([Role.PRG, Role.OUT], read.Roles);
        Assert.Equal(["North side", "Downtown"], read.Areas);
        Assert.Equal(("12 River Road", "Mon-Fri 08:30-16:30, Sat 10:00-14:00", Confidentiality.Specialist, 2), (read.Location, read.Hours!.ToString(), read.Tier, read.KeyRotation));
        Assert.Equal(new Agreement("2026-1", new LocalDate(2027, 6, 30), "PIPA", QueueDetail.Full), read.Agreement);
        Assert.Equal(new Standing(StandingKind.Suspended, HubWorld.Start), read.Standing);
        Assert.Equal(["downtown-police"], read.AlsoContacts);
        Assert.Equal(["legal-aid", "income-support"], read.NeverContacts);
        Assert.Equal(("Robin", new LocalDate(2026, 11, 20)), (read.Contact("dana")!.ConfirmedBy, read.Contact("dana")!.Changed));
        Assert.Null(read.Contact("lee")!.Confirmed);
        Assert.Equal((3L, "agency.suspend"), (card.Revision, card.Last!.Action));

        await world.Hub.Directory.ChangeAsync("river-icm", o => o with { FirstAcknowledged = o.FirstAcknowledged!.Value.Plus(Duration.FromHours(1)) }, Stop);
        var (was, now) = (ReleasedRows.RouteCard2.Columns.OrderBy(c => c.Key), (await world.Tables.GetAsync(Table.Directory, Route, "river-icm", Stop))!.Columns.OrderBy(c => c.Key));
        Assert.Equal(was.Where(c => c.Key != "firstAcknowledged"), now.Where(c => c.Key != "firstAcknowledged"));

        // The edit that lies on the card has no row yet: asking for the log writes it.
        Assert.Equal("agency.suspend", Assert.Single(await world.Hub.DirectoryLog.ReadAsync("river-icm", Stop)).Action);
    });

    [Fact]
    public Task A_line_of_the_log_is_read_as_it_was_written() => InAsync(async world =>
    {
        await world.Tables.BatchAsync(Table.Directory, "lethbridge|org|river-icm", [new RowWrite.Upsert(ReleasedRows.Edit1)], Stop);

        var edit = Assert.Single(await world.Hub.DirectoryLog.ReadAsync("river-icm", Stop));

        Assert.Equal((3L, HubWorld.Start, "Robin", "agency.change", "river-icm dana"), (edit.Revision, edit.At, edit.By, edit.Action, edit.About));
        Assert.Equal(["contacts.dana.phone", "location"], edit.Changes.Select(c => c.Field));
        Assert.Equal(("Équipe", null), (edit.Changes[1].Was, edit.Changes[1].Is));
    });

    [Fact]
    public Task A_card_of_a_newer_layout_is_refused_in_words() => InAsync(async world =>
    {
        await world.Tables.BatchAsync(Table.Directory, Route, [new RowWrite.Upsert(ReleasedRows.RouteCard2.With(Row.VersionColumn, 3))], Stop);
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await world.Hub.Partners.ReadAsync(Stop));
        Assert.Contains("layout 3; this program reads up to 2", error.Message, StringComparison.Ordinal);
    });
}
