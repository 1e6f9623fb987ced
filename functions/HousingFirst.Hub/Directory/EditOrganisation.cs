using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.DueWork;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// Edits one organisation of the directory. No edit is lost: the card is guarded by its ETag, an edit made on an older state is made again field
/// by field on the newer, and where that is not possible it is refused in words. Each leaves a line in the log and an audit entry. What waits for
/// a contact's digest moves to their new hour.
/// </summary>
public sealed class EditOrganisation(DirectoryStore store, DirectoryCache cache, DirectoryLog log, DueStore due, IClock clock)
{
    /// <summary>A running hub takes an edit over within a minute.</summary>
    private static readonly Duration SeenEverywhere = Duration.FromSeconds(90);

    /// <summary>Adds an organisation. The same again changes nothing.</summary>
    public async ValueTask<EditOutcome> AddAsync(Organisation organisation, string by, CancellationToken cancellation)
    {
        var at = await cache.NowAsync(cancellation);
        var added = organisation with { Contacts = [.. organisation.Contacts.Select(c => Come(c, at))] };
        while (true)
        {
            var defects = OrganisationDefects.Of(added, at.Directory);
            if (defects.Count > 0) return new EditOutcome.Refused([.. defects]);
            if (await store.CardAsync(organisation.Id, cancellation) is { } known)
            {
                if (Edits.Between(known.Organisation, added).Any(c => IsWritten(c.Field)))
                    return EditOutcome.Refused.Of("id", "an organisation has this id already", "change it with `hub agency change`, or choose another id");
                return await UnchangedAsync(known, cancellation);
            }

            var edit = Edit("agency.add", organisation.Id, 1, by, [.. Edits.Between(null, added).Where(c => IsWritten(c.Field))]);
            if (await store.WriteAsync(added, edit, null, cancellation)) return await DoneAsync(added, edit, cancellation);
        }
    }

    /// <summary>Edits an organisation.</summary>
    /// <param name="agency">Its id.</param>
    /// <param name="what">What is done, for log and audit.</param>
    /// <param name="edit">
    /// Makes the edit. Without a basis it is made on what is stored, as often as need be, and must hold whatever that is: <c>suspend</c>.
    /// </param>
    /// <param name="basis">What the editor saw: then only what it changes there is changed, and only where nobody else changed the same.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask<EditOutcome> RunAsync(
        string agency, EditOf what, Func<Organisation, Organisation> edit, Organisation? basis, CancellationToken cancellation)
    {
        var at = await cache.NowAsync(cancellation);
        while (true)
        {
            if (await store.CardAsync(agency, cancellation) is not { } known)
                return EditOutcome.Refused.Of("id", "no agency here has that id", "`hub agency list` shows the ids");
            var merge = basis is null
                ? new Merge.Done(Noted(known.Organisation, edit(known.Organisation), at))
                : Edits.Onto(basis, Noted(basis, edit(basis), at), known.Organisation, what.Relied);
            if (merge is Merge.Conflict conflict) return new EditOutcome.Refused([.. conflict.Fields.Select(Meanwhile)]);

            var merged = ((Merge.Done)merge).Organisation;
            var changes = Edits.Between(known.Organisation, merged);
            if (changes.IsEmpty) return await UnchangedAsync(known, cancellation);
            var defects = OrganisationDefects.Of(merged, at.Directory);
            if (defects.Count > 0) return new EditOutcome.Refused([.. defects]);
            if (known.Last is { } last) await log.SettleAsync(agency, last, cancellation);
            var made = Edit(what.Action, what.Contact is null ? agency : $"{agency} {what.Contact}", known.Revision + 1, what.By, changes);
            if (!made.Fits) return EditOutcome.Refused.Of("$", "more changes at once than one line of the log holds", "make them in several edits");
            if (await store.WriteAsync(merged, made, known, cancellation)) return await DoneAsync(merged, made, cancellation);
        }
    }

    /// <summary>
    /// What an editor saw who read the card at an older revision: the fields changed since, as they were then. Null where the log doesn't reach back
    /// so far.
    /// </summary>
    public async ValueTask<Organisation?> AsOfAsync(Organisation now, long revision, CancellationToken cancellation)
    {
        foreach (var edit in await log.ReadAsync(now.Id, cancellation))
        {
            if (edit.Revision <= revision) break;
            foreach (var change in edit.Changes)
            {
                if (Back(now, change) is not { } before) return null;
                now = before;
            }
        }

        return now;
    }

    /// <summary>Name or address of a contact changed: what was confirmed stood for another, and what stopped was another address.</summary>
    private static Organisation Noted(Organisation was, Organisation edited, Surroundings at) => edited with
    {
        Contacts = [.. edited.Contacts.Select(c => was.Contact(c.Id) is { } before ? Noted(before, c, at.Today) : Come(c, at))],
    };

    /// <summary>A contact who is new here, whom nobody may have confirmed, and whose older links from elsewhere stay dead.</summary>
    private static Contact Come(Contact contact, Surroundings at) => contact with
    {
        Changed = contact.Confirmed is null ? at.Today : contact.Changed,
        LinkEpoch = Math.Max(contact.LinkEpoch, at.Directory.LinkEpoch(contact.Id)),
    };

    private static Contact Noted(Contact was, Contact @is, LocalDate today)
    {
        if (was.Name == @is.Name && was.Address == @is.Address) return @is;
        return @is with { Changed = today, Stopped = was.Address == @is.Address || was.Stopped != @is.Stopped ? @is.Stopped : null };
    }

    private static Organisation? Back(Organisation now, FieldChange change)
    {
        if (change.Field.Split('.') is not ["contacts", var id, .. var rest])
            return OrganisationFields.All.FirstOrDefault(f => f.Name == change.Field)?.Set(now, change.Was);
        if (now.Contact(id) is not { } contact || rest.Length == 0)
            return change.Was is null ? now with { Contacts = [.. now.Contacts.Where(c => c.Id != id)] } : null;
        return ContactFields.All.FirstOrDefault(f => f.Name == rest[0])?.Set(contact, change.Was) is { } before
            ? now.WithContact(id, _ => before)
            : null;
    }

    private static bool IsWritten(string path)
    {
        var name = path.Split('.')[^1];
        return path.StartsWith("contacts.", StringComparison.Ordinal)
            ? !ContactFields.All.Any(f => f.Name == name && !f.IsWritten)
            : !OrganisationFields.All.Any(f => f.Name == name && !f.IsWritten);
    }

    private static Defect Meanwhile(string path) =>
        new(path, "somebody else changed it meanwhile", "look at it as it is now (`hub agency show`), and make the change again");

    private DirectoryEdit Edit(string action, string about, long revision, string by, ImmutableArray<FieldChange> changes) =>
        new(revision, Instant.FromUnixTimeMilliseconds(clock.GetCurrentInstant().ToUnixTimeMilliseconds()), by, action, about, changes);

    private async ValueTask<EditOutcome> DoneAsync(Organisation organisation, DirectoryEdit edit, CancellationToken cancellation)
    {
        await log.WriteAsync(organisation.Id, edit, cancellation);
        await cache.RefreshAsync(cancellation);
        var at = await cache.NowAsync(cancellation);
        DueItem[] moved = [.. edit.Changes.Select(c => Moved(c, at)).OfType<DueItem>()];
        if (moved.Length > 0) await due.AddAsync(moved, null, cancellation);
        return new EditOutcome.Done(organisation, edit);
    }

    /// <summary>A look at what waits for the hour a contact had, once every running hub knows the new one. Without it, it moves when that hour comes.</summary>
    private static DueItem? Moved(FieldChange change, Surroundings at)
    {
        if (change.Field.Split('.') is not ["contacts", var contact, "slot"] || change.Was is not { } was || DigestSlot.Read(was) is not { } slot) return null;
        var next = Clocks.NextSlot(at.Now, slot, contact, at.Community.Zone);
        var look = DigestRun.Due(next, Clocks.DigestSpread(next, contact, at.Community.Zone));
        return look with { At = Instant.Min(look.At, at.Now + SeenEverywhere) };
    }

    /// <summary>An edit done twice is done once; what an earlier try left unwritten is written now.</summary>
    private async ValueTask<EditOutcome> UnchangedAsync(StoredCard known, CancellationToken cancellation)
    {
        if (known.Last is { } last) await log.SettleAsync(known.Organisation.Id, last, cancellation);
        return new EditOutcome.Unchanged(known.Organisation);
    }
}

/// <summary>What an edit is, for log and audit.</summary>
/// <param name="Action">By which command: <c>agency.change</c>.</param>
/// <param name="By">Who, as they call themselves.</param>
/// <param name="Contact">The contact it is about, where it is about one.</param>
public sealed record EditOf(string Action, string By, string? Contact = null)
{
    /// <summary>Paths that the edit is about without changing them: when somebody changed one meanwhile, it is refused.</summary>
    public IReadOnlyCollection<string> Relied { get; init; } = [];
}

/// <summary>What became of an edit.</summary>
public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    /// <summary>It is made.</summary>
    /// <param name="Organisation">The organisation as it is now.</param>
    /// <param name="Edit">What the log says of it.</param>
    public sealed record Done(Organisation Organisation, DirectoryEdit Edit) : EditOutcome;

    /// <summary>There was nothing to change.</summary>
    /// <param name="Organisation">The organisation.</param>
    public sealed record Unchanged(Organisation Organisation) : EditOutcome;

    /// <summary>It is not made; nothing was changed.</summary>
    /// <param name="Defects">Why, each with its mend.</param>
    public sealed record Refused(ImmutableArray<Defect> Defects) : EditOutcome
    {
        internal static Refused Of(string path, string rule, string mend) => new([new Defect(path, rule, mend)]);
    }
}
