using System.Globalization;
using CsCheck;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Partners;

public abstract partial class DirectoryContract
{
    /// <summary>An edit by someone of their own: which field of which entry, on what they saw or on what is there.</summary>
    private sealed record OneEdit(string Agency, string Path, bool OnWhatIsThere)
    {
        /// <summary>Everyone writes a value that nobody else writes.</summary>
        public Organisation Make(Organisation organisation, int who)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"+1 403 555 {who:D4}");
            if (Path == "contact") return organisation with { Contacts = [.. organisation.Contacts, Newcomer(who)] };
            if (Path.Split('.') is not ["contacts", var field])
                return OrganisationFields.All.Single(f => f.Name == Path).Set(organisation, text)!;
            var first = organisation.Contacts[0];
            return organisation with { Contacts = [ContactFields.All.Single(f => f.Name == field).Set(first, text)!, .. organisation.Contacts.Skip(1)] };
        }

        private static Contact Newcomer(int who) => new(
            string.Create(CultureInfo.InvariantCulture, $"new-{who}"), "Kim Example", Core.Glossary.Language.English, Channel.Phone, DigestSlot.Default, null,
            "+1 403 555 0101", null, Shared: false, null, null);
    }

    private static readonly Gen<OneEdit[]> SomeEdits = Gen.Select(
        Gen.OneOf("river-icm", "prairie-hospital"),
        Gen.OneOf("phone", "nameEn", "location", "contacts.phone", "contacts.name", "contact"),
        Gen.Bool,
        (agency, path, there) => new OneEdit(agency, path, there)).Array[2, 6];

    [Fact]
    public async Task Of_many_edits_at_once_none_is_lost() => await Gen.Select(SomeEdits, Gen.Int).SampleAsync(
        async pair => await AtOnceAsync(pair.Item1, pair.Item2), iter: Worlds, threads: 1);

    private async Task<bool> AtOnceAsync(OneEdit[] edits, int seed)
    {
        await InAsync(
            async world =>
            {
                var before = (await world.Hub.Directory.NowAsync(Stop)).Directory;
                var acknowledging = world.Hub.Directory.ChangeAsync("river-icm", o => o with { FirstAcknowledged = HubWorld.Start }, Stop).AsTask();
                var outcomes = await Task.WhenAll(edits.Select((e, who) => Task.Run(() => world.Hub.EditOrganisation.RunAsync(
                    e.Agency,
                    new EditOf("agency.change", string.Create(CultureInfo.InvariantCulture, $"who-{who}")),
                    o => e.Make(o, who),
                    e.OnWhatIsThere ? null : before.Find(e.Agency),
                    Stop).AsTask())));
                await acknowledging;

                foreach (var agency in edits.Select(e => e.Agency).Distinct())
                {
                    var log = await world.Hub.DirectoryLog.ReadAsync(agency, Stop);
                    var now = (await world.Hub.Partners.CardAsync(agency, Stop))!.Organisation;
                    LedBy(before.Find(agency)!, log, now);
                    for (var who = 0; who < edits.Length; who++)
                    {
                        if (edits[who].Agency != agency) continue;
                        var mine = log.Count(e => e.By == string.Create(CultureInfo.InvariantCulture, $"who-{who}"));
                        Assert.Equal(outcomes[who] is EditOutcome.Done ? 1 : 0, mine);
                        if (outcomes[who] is EditOutcome.Refused refused) Assert.All(refused.Defects, d => Assert.Contains("meanwhile", d.Rule, StringComparison.Ordinal));
                        if (edits[who].OnWhatIsThere) Assert.IsType<EditOutcome.Done>(outcomes[who]);
                    }
                }

                // One who was refused was refused because another's edit of the same stands.
                Assert.All(edits.GroupBy(e => (e.Agency, e.Path)), same => Assert.Contains(
                    outcomes.Where((_, who) => (edits[who].Agency, edits[who].Path) == same.Key), o => o is EditOutcome.Done));
                Assert.Equal(HubWorld.Start, (await world.Hub.Partners.CardAsync("river-icm", Stop))!.Organisation.FirstAcknowledged);
                Assert.Equal(outcomes.Count(o => o is EditOutcome.Done), (await world.Hub.Audit.ReadAsync(HubWorld.Start, Stop)).Count);
            },
            p => p with { Tables = new YieldingTables(p.Tables, seed) });
        return true;
    }

    /// <summary>The log, line by line, leads from what was to what is: nobody's line says a value that wasn't there.</summary>
    private static void LedBy(Organisation was, IReadOnlyList<DirectoryEdit> log, Organisation now)
    {
        var lines = Edits.Between(null, was).ToDictionary(c => c.Field, c => c.Is);
        foreach (var contact in was.Contacts) lines.Remove(Edits.PathOf(contact.Id));
        foreach (var field in was.Contacts.SelectMany(c => ContactFields.All.Select(f => (Path: Edits.PathOf(c.Id, f.Name), Is: f.Get(c)))))
            lines[field.Path] = field.Is;
        Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Revision).Order());
        foreach (var change in log.OrderBy(e => e.Revision).SelectMany(e => e.Changes))
        {
            Assert.Equal(lines.GetValueOrDefault(change.Field), change.Was);
            lines[change.Field] = change.Is;
        }

        foreach (var field in OrganisationFields.All) Assert.Equal(field.Get(now), lines.GetValueOrDefault(field.Name));
        foreach (var contact in now.Contacts)
        {
            if (was.Contact(contact.Id) is null) Assert.Equal(ContactFields.Whole(contact), lines[Edits.PathOf(contact.Id)]);
            else Assert.All(ContactFields.All, f => Assert.Equal(f.Get(contact), lines.GetValueOrDefault(Edits.PathOf(contact.Id, f.Name))));
        }
    }

    public static TheoryData<string> Jobs => [.. EditJobs.Keys];

    private static readonly Dictionary<string, Func<HubWorld, Task>> EditJobs = new(StringComparer.Ordinal)
    {
        ["an organisation is added"] = w => w.Hub.EditOrganisation.AddAsync(w.Shelter(), By, CancellationToken.None).AsTask(),
        ["fields are changed"] = w => w.EditAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001", Location = "1 River Road" }).AsTask(),
        ["what was changed before is changed again"] = async w =>
        {
            await w.EditAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001" });
            await w.EditAsync("river-icm", "agency.change", o => o with { Location = "1 River Road" });
        },
        ["an organisation is suspended"] = w => w.EditAsync(
            "prairie-hospital", "agency.suspend", o => o.Standing.IsActive ? o with { Standing = new Standing(StandingKind.Suspended, HubWorld.Start) } : o).AsTask(),
        ["a contact is removed"] = w => w.EditAsync(
            "prairie-hospital", "agency.contact.remove", o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "tom").Select(c => c with { Alternate = null })] }).AsTask(),
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task An_edit_cut_off_anywhere_and_made_again_ends_as_if_it_had_not_been(string job)
    {
        var calm = CrashPoint.Never();
        var expected = await CutOffAsync(job, calm);
        Assert.True(calm.Effects.Count >= 3, "An edit is a card, an audit entry and a line of the log.");
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            foreach (var mishap in Enum.GetValues<Mishap>())
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await CutOffAsync(job, point);
                Assert.True(point.Happened);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public async Task An_edit_cut_off_before_the_log_had_it_is_told_of_when_someone_else_edits_next()
    {
        var point = new CrashPoint(1, Mishap.DiesAfter);
        await InAsync(
            async world =>
            {
                point.Armed = true;
                await Assert.ThrowsAsync<DiedException>(async () => await world.EditAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001" }));
                var next = await HubWorld.CreateAsync(world.Tables, load: false, clock: world.Clock);
                await next.DoneAsync("river-icm", "agency.change", o => o with { Location = "1 River Road" });

                var told = (await next.Hub.DirectoryLog.ReadAsync("river-icm", Stop)).Select(e => e.Changes.Single().Field);
                Assert.Equal(["location", "phone"], told);
                Assert.Equal(2, (await next.Hub.Audit.ReadAsync(HubWorld.Start, Stop)).Count);
            },
            point.Through);
    }

    private async Task<string> CutOffAsync(string job, CrashPoint point)
    {
        var end = string.Empty;
        await InAsync(
            async world =>
            {
                point.Armed = true;
                try
                {
                    await EditJobs[job](world);
                }
                catch (Exception cut) when (cut is DiedException or IOException)
                {
                    // Whoever ran the command runs it again.
                }

                point.Armed = false;
                var again = await HubWorld.CreateAsync(world.Tables, load: false, clock: new FakeClock(HubWorld.Start));
                await EditJobs[job](again);
                end = await EndState.OfAsync(again);
            },
            point.Through);
        return end;
    }
}
