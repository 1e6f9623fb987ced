using System.Text.Json.Nodes;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Messaging;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>Every way the data of a change can be wrong, one at a time, with its path and rule.</summary>
public class ChangeDefects
{
    [Theory]
    [InlineData("Moved in", "housing.moveIn")]
    [InlineData("bedded down", "away.shelter.in")]
    [InlineData("Mise en liberté", "away.custody.out")]
    public void A_term_of_somebodys_own_is_answered_with_the_nearest_code_and_the_way_to_map_it(string written, string nearest)
    {
        var data = Samples.HospitalIn();
        data["change"] = written;
        Assert.Equal(
            $"`data.change`: not a code; did you mean `{nearest}`? A term of your own is understood once it is mapped to a code: `hub terms map`",
            Samples.OnlyDefect(data).ToString());
    }

    [Theory]
    [InlineData("away.hospital", "away.hospital.in")]
    [InlineData("hospital.in", "away.hospital.in")]
    [InlineData("Away.Hospital.In", "away.hospital.in")]
    [InlineData("hospital.away.in", "away.hospital.in")]
    [InlineData("housing.arears", "housing.arrears")]
    public void An_unknown_code_is_answered_with_the_nearest(string written, string nearest)
    {
        var data = Samples.HospitalIn();
        data["change"] = written;
        Assert.Equal($"`data.change`: not a code; did you mean `{nearest}`?", Samples.OnlyDefect(data).ToString());
    }

    [Theory]
    [InlineData("away.hospital.in", "occurredOn", "\"2026-12-03\"", "a date out of its limits")]
    [InlineData("away.hospital.in", "occurredOn", "\"1999-12-31\"", "a date out of its limits")]
    [InlineData("away.hospital.in", "occurredOn", "\"2026-11-31\"", "not a date")]
    [InlineData("away.hospital.in", "occurredOn", "\"2026-12-01T00:00:00Z\"", "not a date")]
    [InlineData("away.hospital.in", "occurredOn", "\"-2026-12-01\"", "not a date")]
    [InlineData("away.hospital.in", "occurredOn", "20261201", "not a string")]
    [InlineData("away.hospital.in", "occurredOn", "null", "not a string")]
    [InlineData("away.hospital.out", "expectedOn", "\"2036-12-03\"", "a date out of its limits")]
    [InlineData("safety.staff", "expectedOn", "\"2027-03-03\"", "a date out of its limits")]
    [InlineData("safety.staff", "expectedOn", "\"2026-12-01\"", "a date out of its limits")]
    [InlineData("housing.notice", "deadline", "\"2026-11-30\"", "before `occurredOn`")]
    [InlineData("housing.notice", "deadline", "\"2026-12-01T05:59:00Z\"", "before `occurredOn`")]
    [InlineData("housing.notice", "deadline", "\"9999-12-31T23:59:59-14:00\"", "a date out of its limits")]
    [InlineData("housing.notice", "deadline", "\"2026-12-20T12:00:00\"", "neither a date nor an instant with its offset")]
    [InlineData("housing.notice", "deadline", "\"soon\"", "neither a date nor an instant with its offset")]
    [InlineData("referral.result", "otherParty", "\"a b\"", "not in its form")]
    [InlineData("referral.result", "otherParty", "\"x123456789\"", "nine digits in a row")]
    [InlineData("correction.issued", "corrects", "\"\"", "not in its form")]
    [InlineData("away.hospital.in", "alsoTell", "[]", "an empty list")]
    [InlineData("away.hospital.in", "alsoTell", "\"luc\"", "not a list")]
    [InlineData("away.hospital.in", "urgency", "\"U0\"", "not one of its words")]
    [InlineData("away.hospital.in", "urgency", "3", "not a string")]
    [InlineData("away.hospital.in", "urgencyReason", "\"duplicate\"", "only with `urgency`")]
    [InlineData("away.hospital.in", "note", "\"\"", "empty")]
    [InlineData("away.hospital.in", "note", "[1]", "not a string")]
    [InlineData("safety.conflict", "note", "\"It was with HF-3MXB again\"", "what looks like a second client's reference")]
    [InlineData("consent.given", "consent", "\"K1\"", "not an object")]
    [InlineData("consent.revoked", "consent", "{\"id\":\"K1\",\"allows\":[\"B\"]}", "not taken here", "data.consent.allows")]
    [InlineData("consent.narrowed", "consent", "{\"id\":\"K1\",\"allows\":[]}", "an empty list", "data.consent.allows")]
    [InlineData("consent.narrowed", "consent", "{\"id\":\"K1\"}", "missing", "data.consent.allows")]
    [InlineData("team.left", "member", "{\"contact\":\"luc\"}", "missing", "data.member.organisation")]
    [InlineData("team.left", "member", "{\"organisation\":\"legal-aid\",\"visits\":\"yes\"}", "not true or false", "data.member.visits")]
    [InlineData("team.left", "member", "{\"organisation\":\"legal-aid\",\"role\":\"POL\"}", "not one of its words", "data.member.role")]
    [InlineData("team.left", "member", "{\"organisation\":\"legal-aid\",\"theirRef\":\"a\"}", "not in its form", "data.member.theirRef")]
    public void A_wrong_value_is_named(string code, string field, string json, string rule, string? path = null)
    {
        var data = Samples.DataOf(Vocabulary.Current[code], everything: false);
        data[field] = JsonNode.Parse(json);
        var defect = Samples.OnlyDefect(data);
        Assert.Equal((path ?? "data." + field, rule), (defect.Path, defect.Rule));
        Assert.NotEmpty(defect.Mend);
    }

    [Theory]
    [InlineData("{\"to\":\"2026-11-30\"}", "data.consent.to", "before `from`")]
    [InlineData("{\"to\":\"2027-12-02\"}", "data.consent.to", "more than 366 days")]
    [InlineData("{\"from\":\"2026-01-01\",\"to\":\"2026-12-01\"}", "data.consent.to", "already past")]
    [InlineData("{\"method\":\"spoken\",\"allows\":[\"B\"]}", "data.consent.witness", "missing")]
    [InlineData("{\"witness\":\"Dana K.\"}", "data.consent.witness", "only with `spoken`")]
    [InlineData("{\"method\":\"spoken\",\"witness\":\"Dana K.\"}", "data.consent.allows", "a spoken consent can't allow `health`")]
    [InlineData("{\"allows\":[\"B\",\"B\"]}", "data.consent.allows[1]", "a repeat")]
    [InlineData("{\"allows\":[\"card\"]}", "data.consent.allows[0]", "not one of its words")]
    [InlineData("{\"method\":\"signed\"}", "data.consent.method", "not one of its words")]
    [InlineData("{\"recipient\":\"123456789\"}", "data.consent.recipient", "nine digits in a row")]
    [InlineData("{\"id\":\"123456789\"}", "data.consent.id", "nine digits in a row")]
    public void A_consent_that_cannot_be_is_named(string changes, string path, string rule)
    {
        var consent = Samples.Consent();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject()) consent[name] = value!.DeepClone();
        var defect = Samples.OnlyDefect(new JsonObject
        {
            ["change"] = "consent.given",
            ["occurredOn"] = "2026-12-01",
            ["consent"] = consent,
        });
        Assert.Equal((path, rule), (defect.Path, defect.Rule));
    }

    [Fact]
    public void A_list_of_contacts_names_each_wrong_one()
    {
        var data = Samples.HospitalIn();
        data["alsoTell"] = new JsonArray("luc", "luc", 7, "a b");
        Assert.Equal(
            ["data.alsoTell[1]", "data.alsoTell[2]", "data.alsoTell[3]"], Samples.Refused(Samples.Event(data)).Defects.Select(d => d.Path));
        data["alsoTell"] = new JsonArray([.. Enumerable.Range(0, 81).Select(n => JsonValue.Create($"c{n}"))]);
        Assert.Equal("more than 80 items", Samples.Refused(Samples.Event(data.DeepClone().AsObject())).Defects.Single().Rule);
    }

    [Fact]
    public void Every_defect_is_named_at_once_even_where_the_code_is_none()
    {
        var data = JsonNode.Parse("""
            {"change":"hospital","occurredOn":"yesterday","urgency":"high","alsoTell":[],"note":7,"client":"Mary","consent":3}
            """)!.AsObject();
        var paths = Samples.Refused(Samples.Event(data)).Defects.Select(d => d.Path).Order(StringComparer.Ordinal);
        Assert.Equal(["data", "data.alsoTell", "data.change", "data.note", "data.occurredOn", "data.urgency"], paths);
    }

    [Fact]
    public void An_extra_field_is_counted_and_the_field_meant_is_named()
    {
        var data = JsonNode.Parse("""{"change":"away.hospital.in","occuredOn":"2026-12-01"}""")!.AsObject();
        var defects = Samples.Refused(Samples.Event(data)).Defects;
        Assert.Contains(new Defect("data", "field 2, counted from 1, is not in the contract", "did you mean `occurredOn`?"), defects);
        Assert.Contains(defects, d => d is { Path: "data.occurredOn", Rule: "missing" });
    }

    [Fact]
    public void A_field_that_comes_twice_is_named()
    {
        var text = Samples.Event(Samples.HospitalIn()).ToJsonString().Replace(
            "\"change\":\"away.hospital.in\"", "\"change\":\"away.hospital.in\",\"change\":\"person.deceased\"", StringComparison.Ordinal);
        var refused = Assert.IsType<ParsedMessage.Invalid>(
            MessageParser.Parse(System.Text.Encoding.UTF8.GetBytes(text), Samples.Lethbridge, Samples.Now));
        Assert.Equal(RefusalReasons.EventInvalid, refused.Reason);
        Assert.Equal(("data.change", "a field that comes twice"), refused.Defects.Select(d => (d.Path, d.Rule)).Single());
    }

    [Fact]
    public void Today_is_the_communitys_and_a_bare_deadline_means_half_past_four()
    {
        var evening = Instant.FromUtc(2026, 12, 3, 4, 0); // 22:00 of 2 December in Lethbridge.
        var data = Samples.DataOf(Vocabulary.Current["housing.notice"], everything: false);
        data["occurredOn"] = "2026-12-03";
        Assert.IsType<ParsedMessage.Invalid>(MessageParser.Parse(Samples.Bytes(Samples.Event(data)), Samples.Lethbridge, evening));
        data = data.DeepClone().AsObject();
        data["occurredOn"] = "2026-12-02";
        data["deadline"] = "2026-12-02";
        var change = Assert.IsType<ParsedMessage.Change>(
            MessageParser.Parse(Samples.Bytes(Samples.Event(data)), Samples.Lethbridge, evening)).Message;
        Assert.Equal(Instant.FromUtc(2026, 12, 2, 22, 30), change.Deadline);
        Assert.True(change.DeadlineIsDate);
    }

    [Theory]
    [InlineData("It was loud on the 10th at 11pm", false)]
    [InlineData("PH-0018 was calm", false)]
    [InlineData("with bo-204", true)]
    [InlineData("with HF7Q2K, later", true)]
    public void A_note_about_a_conflict_may_name_its_own_client_only(string note, bool refused)
    {
        var data = Samples.DataOf(Vocabulary.Current["safety.conflict"], everything: false);
        data["note"] = note;
        Assert.Equal(refused, Samples.Parse(Samples.Event(data)) is ParsedMessage.Invalid);
    }

    [Fact]
    public void The_key_is_the_documented_digest() =>
        Assert.Equal("f58bf034b9bb31b47264fe482f86ab41", Envelope.KeyOf("/agencies/prairie-hospital", "2026-12-02-001"));
}
