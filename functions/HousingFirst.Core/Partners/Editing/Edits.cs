using System.Collections.Immutable;

namespace HousingFirst.Core.Partners.Editing;

/// <summary>
/// Edits of an organisation, field by field: what differs, and how an edit is made on an entry that others have changed meanwhile. No edit is
/// lost: what two people change apart is kept from both, and where both changed one field, the later one is told so.
/// </summary>
public static class Edits
{
    /// <summary>Every field that differs, contacts first.</summary>
    public static ImmutableArray<FieldChange> Between(Organisation? was, Organisation @is)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var id in Ids(was, @is))
        {
            var (before, after) = (was?.Contact(id), @is.Contact(id));
            if (before is not null && after is not null)
                changes.AddRange(Between(ContactFields.All, before, after).Select(c => c with { Field = PathOf(id, c.Field) }));
            else changes.Add(new FieldChange(PathOf(id), before is null ? null : ContactFields.Whole(before), after is null ? null : ContactFields.Whole(after)));
        }

        changes.AddRange(Between(OrganisationFields.All, was, @is));
        return changes.ToImmutable();
    }

    /// <summary>
    /// Makes the edit that leads from <paramref name="basis"/> to <paramref name="wanted"/> on the entry as it is <paramref name="now"/>.
    /// </summary>
    /// <param name="basis">What the editor saw.</param>
    /// <param name="wanted">What the editor made of it.</param>
    /// <param name="now">What is stored.</param>
    /// <param name="relied">Paths that the edit is about without changing them: "same person, same address".</param>
    public static Merge Onto(Organisation basis, Organisation wanted, Organisation now, IReadOnlyCollection<string> relied)
    {
        var conflicts = ImmutableArray.CreateBuilder<string>();
        var merged = now;
        foreach (var id in Ids(basis, wanted))
        {
            var (was, @is, current) = (basis.Contact(id), wanted.Contact(id), now.Contact(id));
            if (was is null || @is is null) merged = ComesOrLeaves(merged, id, was, @is, current, conflicts);
            else if (current is null) AddWhereDifferent(id, was, @is, conflicts);
            else merged = merged.WithContact(id, c => Fields(ContactFields.All, was, @is, c, f => PathOf(id, f), conflicts));
        }

        merged = Fields(OrganisationFields.All.Where(f => f.Name != OrganisationFields.Answers || Reorders(basis, wanted)), basis, wanted, merged, f => f, conflicts);
        conflicts.AddRange(relied.Where(path => ValueOf(basis, path) != ValueOf(now, path)).Except(conflicts));
        return conflicts.Count == 0 ? new Merge.Done(merged) : new Merge.Conflict(conflicts.ToImmutable());
    }

    /// <summary>The path of a contact's field.</summary>
    public static string PathOf(string contact, string? field = null) => field is null ? $"contacts.{contact}" : $"contacts.{contact}.{field}";

    private static string? ValueOf(Organisation organisation, string path)
    {
        if (path.Split('.') is not ["contacts", var id, var field]) return OrganisationFields.All.Single(f => f.Name == path).Get(organisation);
        return organisation.Contact(id) is { } contact ? ContactFields.All.Single(f => f.Name == field).Get(contact) : null;
    }

    private static IEnumerable<FieldChange> Between<T>(IEnumerable<Field<T>> fields, T? was, T @is)
        where T : class =>
        from field in fields
        let before = was is null ? null : field.Get(was)
        let after = field.Get(@is)
        where before != after
        select new FieldChange(field.Name, before, after);

    private static T Fields<T>(
        IEnumerable<Field<T>> fields, T basis, T wanted, T now, Func<string, string> path, ImmutableArray<string>.Builder conflicts)
        where T : class
    {
        foreach (var field in fields)
        {
            var (was, @is, current) = (field.Get(basis), field.Get(wanted), field.Get(now));
            if (was == @is || current == @is) continue;
            if (current == was && field.Set(now, @is) is { } changed) now = changed;
            else conflicts.Add(path(field.Name));
        }

        return now;
    }

    private static Organisation ComesOrLeaves(
        Organisation now, string id, Contact? was, Contact? @is, Contact? current, ImmutableArray<string>.Builder conflicts)
    {
        if (Same(current, @is)) return now;
        if (!Same(current, was))
        {
            conflicts.Add(PathOf(id));
            return now;
        }

        return @is is null
            ? now with { Contacts = [.. now.Contacts.Where(c => c.Id != id)] }
            : now with { Contacts = [.. now.Contacts, @is] };
    }

    private static void AddWhereDifferent(string id, Contact was, Contact @is, ImmutableArray<string>.Builder conflicts)
    {
        if (!Same(was, @is)) conflicts.Add(PathOf(id));
    }

    private static bool Same(Contact? one, Contact? other) =>
        one is null || other is null ? one is null && other is null : !Between(ContactFields.All, one, other).Any();

    /// <summary>Someone else is first who was there before: not merely because the first one left, or nobody had been there.</summary>
    private static bool Reorders(Organisation basis, Organisation wanted) =>
        basis.Contacts.Count > 0 && wanted.Contacts.Count > 0
        && basis.Contact(wanted.Contacts[0].Id) is not null && wanted.Contact(basis.Contacts[0].Id) is not null;

    private static IEnumerable<string> Ids(Organisation? one, Organisation other) =>
        (one?.Contacts.Select(c => c.Id) ?? []).Concat(other.Contacts.Select(c => c.Id)).Distinct(StringComparer.Ordinal);
}

/// <summary>What became of an edit on an entry that others may have changed.</summary>
public abstract record Merge
{
    private Merge()
    {
    }

    /// <summary>It is made.</summary>
    /// <param name="Organisation">The entry with it.</param>
    public sealed record Done(Organisation Organisation) : Merge;

    /// <summary>Someone else changed the same fields to something else.</summary>
    /// <param name="Fields">Their paths.</param>
    public sealed record Conflict(ImmutableArray<string> Fields) : Merge;
}
