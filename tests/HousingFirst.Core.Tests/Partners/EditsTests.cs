using CsCheck;
using HousingFirst.Core.Partners.Editing;

namespace HousingFirst.Core.Tests.Partners;

/// <summary>Edits field by field: what differs, and how an edit is made on an entry that has moved.</summary>
public sealed class EditsTests
{
    private static readonly Contact Dana = new(
        "dana", "Dana Kowalchuk", Language.English, Channel.Both, DigestSlot.Default, "dana@river.example", "403-555-0101", null, Shared: false, new LocalDate(2026, 11, 2), "sam");

    private static readonly Organisation River = new(
        "river", "River", "Rivière", OrganisationKind.FundedProgram, new Agreement("2026-1", new LocalDate(2027, 6, 30), "PIPA", QueueDetail.Full), ReadsQueue: true, null,
        "403-555-0100", [Dana, Dana with { Id = "sam", Name = "Sam Osei", Channel = Channel.Phone, Address = null, Alternate = null }])
    {
        Roles = [Role.PRG, Role.OUT],
        Areas = ["North side", "Côte Nord"],
        Location = "12 River Road",
        Hours = OpeningHours.Read("Mon-Fri 08:30-16:30"),
        Tier = Confidentiality.Network,
        Standing = new Standing(StandingKind.Suspended, Instant.FromUtc(2026, 12, 1, 17, 0)),
        KeyRotation = 2,
        AlsoContacts = ["police"],
        NeverContacts = ["counsel", "income"],
    };

    public static TheoryData<string> OrganisationNames => [.. OrganisationFields.All.Select(f => f.Name)];

    public static TheoryData<string> ContactNames => [.. ContactFields.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(OrganisationNames))]
    public void Every_field_of_an_organisation_can_be_taken_from_one_and_set_on_another(string name)
    {
        var field = OrganisationFields.All.Single(f => f.Name == name);
        var blank = new Organisation("river", "x", "x", OrganisationKind.Partner, Agreement.Until(new LocalDate(2026, 1, 1)), ReadsQueue: false, null, "0", [.. River.Contacts.Reverse()]);
        Assert.NotEqual(field.Get(River), field.Get(blank));
        Assert.Equal(field.Get(River), field.Get(field.Set(blank, field.Get(River))!));
        Assert.Equal(field.Get(blank), field.Get(field.Set(River, field.Get(blank)) ?? blank));
    }

    [Theory, MemberData(nameof(ContactNames))]
    public void Every_field_of_a_contact_can_be_taken_from_one_and_set_on_another(string name)
    {
        var field = ContactFields.All.Single(f => f.Name == name);
        var full = Dana with { Stopped = new LocalDate(2026, 11, 28), Shared = true, LinkEpoch = 3, ConfirmedBy = "Robin", Changed = new LocalDate(2026, 11, 3), Slot = DigestSlot.Read("weekly Monday 07:30")! };
        var bare = new Contact("dana", "x", Language.French, Channel.Phone, DigestSlot.Default, null, "0", null, Shared: false, null, null);
        Assert.NotEqual(field.Get(full), field.Get(bare));
        Assert.Equal(field.Get(full), field.Get(field.Set(bare, field.Get(full))!));
        Assert.Equal(field.Get(bare), field.Get(field.Set(full, field.Get(bare))!));
    }

    [Theory]
    [InlineData("nameEn", "")]
    [InlineData("kind", "9")]
    [InlineData("kind", "")]
    [InlineData("roles", "OUT POL")]
    [InlineData("hours", "always")]
    [InlineData("tier", "secret")]
    [InlineData("agreementEnds", "2027-02-30")]
    [InlineData("readsQueue", "maybe")]
    [InlineData("phone", "call Dana!")]
    [InlineData("phone", "none")]
    [InlineData("answers", "nobody")]
    [InlineData("queueDetail", "all")]
    public void What_is_no_value_is_refused(string name, string text) => Assert.Null(OrganisationFields.All.Single(f => f.Name == name).Set(River, text));

    [Theory]
    [InlineData("a@b.ca", true)]
    [InlineData("d'arcy.o+x@sub.example.org", true)]
    [InlineData("élise@exemple.ca", true)]
    [InlineData("a@b", false)]
    [InlineData("a b@c.ca", false)]
    [InlineData("a@b@c.ca", false)]
    [InlineData("a@b..ca", false)]
    [InlineData("<a@b.ca>", false)]
    [InlineData("a@b.ca\r\nBcc: x@y.ca", false)]
    [InlineData("a,b@c.ca", false)]
    public void A_mail_address_is_one_address_and_nothing_else(string text, bool good) =>
        Assert.Equal(good, ContactFields.All.Single(f => f.Name == "address").Set(Dana, text) is not null);

    [Fact]
    public void The_parts_of_an_agreement_need_one()
    {
        var none = OrganisationFields.All.Single(f => f.Name == "agreementEnds").Set(River, null)!;
        Assert.Null(none.Agreement);
        Assert.Null(OrganisationFields.All.Single(f => f.Name == "statute").Set(none, "HIA"));
        Assert.Equal("HIA", OrganisationFields.All.Single(f => f.Name == "statute").Set(River, "HIA")!.Agreement!.Statute);
    }

    /// <summary>Two edits of one entry: made in either order they are both kept where they touch different fields, and otherwise the later is told so.</summary>
    [Fact]
    public void Two_edits_of_what_was_seen_are_both_kept_or_the_later_is_told() => Gen.Select(Edit, Edit).Sample((one, other) =>
    {
        var (first, second) = (one.Make(River), other.Make(River));
        var now = Assert.IsType<Merge.Done>(Edits.Onto(River, first, River, [])).Organisation;
        Assert.Empty(Edits.Between(first, now));
        var (mine, theirs) = (Edits.Between(River, second), Edits.Between(River, first));
        var clash = mine.Where(m => theirs.Any(t => Touches(t.Field, m.Field)) && !theirs.Contains(m)).Select(m => m.Field).ToArray();
        switch (Edits.Onto(River, second, now, []))
        {
            case Merge.Conflict conflict:
                Assert.NotEmpty(clash);
                Assert.All(conflict.Fields, f => Assert.Contains(clash, c => Touches(c, f)));
                break;
            case Merge.Done done:
                Assert.DoesNotContain(clash, c => c != OrganisationFields.Answers);
                var all = Edits.Between(River, done.Organisation);
                Assert.All(mine.Concat(theirs).Where(c => c.Field != OrganisationFields.Answers), c => Assert.Contains(c, all));
                Assert.Equal(mine.Concat(theirs).Select(c => c.Field).Append(OrganisationFields.Answers).ToHashSet(), all.Select(c => c.Field).Append(OrganisationFields.Answers).ToHashSet());
                break;
        }
    });

    [Fact]
    public void An_edit_that_relies_on_a_field_is_told_where_that_has_moved()
    {
        var moved = With(River, "dana", c => c with { Address = "d@river.example" });
        var confirmed = With(River, "dana", c => c with { Confirmed = new LocalDate(2026, 12, 1) });
        Assert.Equal(["contacts.dana.address"], Assert.IsType<Merge.Conflict>(Edits.Onto(River, confirmed, moved, ["contacts.dana.address"])).Fields);
        Assert.IsType<Merge.Done>(Edits.Onto(River, confirmed, moved, []));
    }

    private static bool Touches(string one, string other) =>
        one == other || one.StartsWith(other + ".", StringComparison.Ordinal) || other.StartsWith(one + ".", StringComparison.Ordinal);

    private sealed record AnEdit(string What, int Value)
    {
        public Organisation Make(Organisation o) => What switch
        {
            "phone" => o with { Phone = $"403-555-020{Value}" },
            "areas" => o with { Areas = [$"Area {Value}"] },
            "ends" => o with { Agreement = o.Agreement! with { Ends = new LocalDate(2028, 1, 1).PlusDays(Value) } },
            "statute" => o with { Agreement = o.Agreement! with { Statute = $"S{Value}" } },
            "none" => o,
            "dana.phone" => With(o, "dana", c => c with { Phone = $"403-555-030{Value}" }),
            "dana.name" => With(o, "dana", c => c with { Name = $"Dana {Value}" }),
            "dana gone" => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "dana")] },
            "sam first" => o with { Contacts = [.. o.Contacts.Reverse()] },
            _ => o with { Contacts = [.. o.Contacts, Dana with { Id = $"new{Value}", Name = $"New {What}" }] },
        };
    }

    private static readonly Gen<AnEdit> Edit = Gen.Select(
        Gen.OneOf("phone", "areas", "ends", "statute", "none", "dana.phone", "dana.name", "dana gone", "sam first", "one more", "another more"),
        Gen.Int[0, 1],
        (what, value) => new AnEdit(what, value));

    private static Organisation With(Organisation organisation, string id, Func<Contact, Contact> change) =>
        organisation.WithContact(id, change);
}
