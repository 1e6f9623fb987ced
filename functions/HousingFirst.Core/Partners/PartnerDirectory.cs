using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HousingFirst.Core.Partners;

/// <summary>The partner directory as one decision sees it: a snapshot.</summary>
public sealed class PartnerDirectory
{
    private readonly FrozenDictionary<string, Organisation> organisations;
    private readonly Lazy<ImmutableArray<Organisation>> partners;
    private readonly Lazy<FrozenDictionary<string, ImmutableArray<Organisation>>> people;

    /// <summary>A snapshot of these organisations.</summary>
    public PartnerDirectory(IEnumerable<Organisation> organisations, long version)
    {
        this.organisations = organisations.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal);
        Version = version;
        Ids = this.organisations.Keys.ToFrozenSet(StringComparer.Ordinal);
        people = new(() => ByContact(this.organisations.Values));
        partners = new(() => [.. this.organisations.Values.Where(o => o.Kind == OrganisationKind.Partner).OrderBy(o => o.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Every agency id.</summary>
    public IReadOnlyCollection<string> Ids { get; }

    /// <summary>Rises with every change of the directory.</summary>
    public long Version { get; }

    /// <summary>Every organisation, in no promised order.</summary>
    public IReadOnlyCollection<Organisation> Organisations => organisations.Values;

    /// <summary>The partners among them, by id: every program of a community is asked about the same ones.</summary>
    public ImmutableArray<Organisation> Partners => partners.Value;

    /// <summary>The organisation with this agency id, or null.</summary>
    public Organisation? Find(string agency) => organisations.GetValueOrDefault(agency);

    /// <summary>A contact of one organisation, or null.</summary>
    public Contact? Contact(string agency, string contact) => Find(agency)?.Contact(contact);

    /// <summary>The organisations for which a person answers, by id; none where nobody has this contact id.</summary>
    public ImmutableArray<Organisation> OrganisationsOf(string contact) => people.Value.TryGetValue(contact, out var of) ? of : [];

    /// <summary>A person's entries, one in each organisation they answer for, in the order of the organisations' ids.</summary>
    public IEnumerable<Contact> Entries(string contact) => OrganisationsOf(contact).Select(o => o.Contact(contact)!);

    /// <summary>
    /// Which generation of a person's links opens: the highest of their entries. One that was raised alone, the others being cut off, counts for all.
    /// </summary>
    public int LinkEpoch(string contact)
    {
        var epoch = 0;
        foreach (var organisation in OrganisationsOf(contact)) epoch = Math.Max(epoch, organisation.Contact(contact)!.LinkEpoch);
        return epoch;
    }

    /// <summary>Whether any organisation has a contact with this id.</summary>
    public bool HasContact(string contact) => people.Value.ContainsKey(contact);

    /// <summary>Every mail asks for its reader: looked up, not looked for among thousands of organisations.</summary>
    private static FrozenDictionary<string, ImmutableArray<Organisation>> ByContact(IEnumerable<Organisation> organisations) => organisations
        .SelectMany(o => o.Contacts.Select(c => c.Id).Distinct().Select(id => (Contact: id, Organisation: o)))
        .GroupBy(e => e.Contact, e => e.Organisation, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.OrderBy(o => o.Id, StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
}
