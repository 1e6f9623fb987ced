using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HousingFirst.Core.Partners;

/// <summary>The partner directory as one decision sees it: a snapshot.</summary>
public sealed class PartnerDirectory
{
    private readonly FrozenDictionary<string, Organisation> organisations;
    private readonly Lazy<ImmutableArray<Organisation>> partners;

    /// <summary>A snapshot of these organisations.</summary>
    public PartnerDirectory(IEnumerable<Organisation> organisations, long version)
    {
        this.organisations = organisations.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal);
        Version = version;
        Ids = this.organisations.Keys.ToFrozenSet(StringComparer.Ordinal);
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

    /// <summary>A person's entries, one in each organisation they answer for, in the order of the organisations' ids.</summary>
    public IEnumerable<Contact> Entries(string contact) =>
        organisations.Values.OrderBy(o => o.Id, StringComparer.Ordinal).Select(o => o.Contact(contact)).OfType<Contact>();

    /// <summary>
    /// Which generation of a person's links opens: the highest of their entries. One that was raised alone, the others being cut off, counts for all.
    /// </summary>
    public int LinkEpoch(string contact)
    {
        var epoch = 0;
        foreach (var organisation in organisations.Values) epoch = Math.Max(epoch, organisation.Contact(contact)?.LinkEpoch ?? 0);
        return epoch;
    }

    /// <summary>Whether any organisation has a contact with this id.</summary>
    public bool HasContact(string contact)
    {
        foreach (var organisation in organisations.Values)
        {
            if (organisation.Contact(contact) is not null) return true;
        }

        return false;
    }
}
