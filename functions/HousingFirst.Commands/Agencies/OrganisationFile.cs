using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;

namespace HousingFirst.Commands.Agencies;

/// <summary>
/// An organisation written in JSON, whole or some fields of it, as <c>hub agency show --json</c> prints it. Contacts in it are added or changed;
/// none is removed by not being there.
/// </summary>
internal sealed class OrganisationFile
{
    private const string ContactsName = "contacts";
    private const string IdName = "id";
    private const string RevisionName = "revision";
    private static readonly string[] Printed = ["state"];

    private readonly List<Defect> defects = [];

    private OrganisationFile()
    {
    }

    /// <summary>Its id, where it says one.</summary>
    public string? Id { get; private set; }

    /// <summary>The revision it was printed at, where it says one: only what it changes there is changed.</summary>
    public long? Revision { get; private set; }

    /// <summary>The organisation's fields.</summary>
    public IReadOnlyList<FieldValue> Fields { get; private set; } = [];

    /// <summary>Its contacts, each with its fields.</summary>
    public IReadOnlyList<(string Id, IReadOnlyList<FieldValue> Fields)> Contacts { get; private set; } = [];

    /// <summary>A file that says nothing.</summary>
    public static OrganisationFile Empty => new();

    /// <summary>Whether it says anything of the organisation.</summary>
    public bool IsEmpty => Fields.Count + Contacts.Count == 0;

    /// <summary>The same with what options say besides: of one field, the option's word goes.</summary>
    public OrganisationFile With(IReadOnlyList<FieldValue> given)
    {
        Fields = [.. Fields.Where(f => !given.Any(g => g.Field == f.Field)), .. given];
        return this;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandFailure">It is no such JSON; every defect is named.</exception>
    public static OrganisationFile Read(InputFile file)
    {
        try
        {
            using var json = JsonDocument.Parse(file.Body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                var read = new OrganisationFile();
                read.Take(json.RootElement);
                return read.defects.Count == 0 ? read : throw AgencyParts.Refused(read.defects, file.Name);
            }
        }
        catch (JsonException)
        {
            // Said below, like any other text that is no object.
        }

        throw new CommandFailure($"{file.Name} is not a JSON object. `hub agency show AGENCY --json` prints one to start from.");
    }

    /// <summary>The organisation with what the file says of it.</summary>
    /// <exception cref="CommandFailure">Some value is none; every defect is named.</exception>
    public Organisation ApplyTo(Organisation organisation)
    {
        var wrong = new List<Defect>();
        foreach (var (id, fields) in Contacts)
        {
            var known = organisation.Contact(id);
            var contact = FieldValue.Set(known ?? AgencyParts.NewContact(id), ContactFields.All, fields, Edits.PathOf(id) + ".", wrong);
            organisation = known is null
                ? organisation with { Contacts = [.. organisation.Contacts, contact] }
                : organisation.WithContact(id, _ => contact);
        }

        var applied = FieldValue.Set(organisation, OrganisationFields.All, Fields, string.Empty, wrong);
        return wrong.Count == 0 ? applied : throw AgencyParts.Refused(wrong);
    }

    private void Take(JsonElement root)
    {
        var fields = new List<FieldValue>();
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case IdName:
                    Id = Text(property.Value, IdName);
                    break;
                case RevisionName when property.Value.ValueKind == JsonValueKind.Null:
                    break;
                case RevisionName when property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var revision):
                    Revision = revision;
                    break;
                case ContactsName when property.Value.ValueKind == JsonValueKind.Array:
                    Contacts = [.. property.Value.EnumerateArray().Select(TakeContact)];
                    break;
                default:
                    TakeField(property, OrganisationFields.All.Where(f => f.IsWritten).Select(f => f.Name), string.Empty, fields);
                    break;
            }
        }

        Fields = fields;
    }

    private (string Id, IReadOnlyList<FieldValue> Fields) TakeContact(JsonElement contact, int index)
    {
        var path = $"{ContactsName}[{index}]";
        if (contact.ValueKind != JsonValueKind.Object || !contact.TryGetProperty(IdName, out var id) || Text(id, $"{path}.{IdName}") is not { } known)
        {
            defects.Add(new Defect(path, "not a contact with an `id`", "write one as `hub agency show --json` does"));
            return (string.Empty, []);
        }

        var fields = new List<FieldValue>();
        foreach (var property in contact.EnumerateObject().Where(p => p.Name != IdName))
            TakeField(property, ContactFields.All.Where(f => f.IsWritten).Select(f => f.Name), path + ".", fields);
        return (known, fields);
    }

    private void TakeField(JsonProperty property, IEnumerable<string> names, string path, List<FieldValue> fields)
    {
        if (Printed.Contains(property.Name)) return;
        var known = names.ToArray();
        if (known.Contains(property.Name, StringComparer.Ordinal))
        {
            if (fields.Any(f => f.Field == property.Name)) defects.Add(new Defect(path + property.Name, "written twice", "write it once"));
            else fields.Add(new FieldValue(property.Name, Text(property.Value, path + property.Name)));
            return;
        }

        defects.Add(new Defect(
            path.Length == 0 ? "$" : path.TrimEnd('.'),
            "a field that is none of its own",
            Spelling.Nearest(property.Name, known, 4) is { } near ? $"did you mean `{near}`?" : $"write any of {string.Join(", ", known)}"));
    }

    private string? Text(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.True:
                return "yes";
            case JsonValueKind.False:
                return "no";
            case JsonValueKind.String:
                return value.GetString() is { Length: > 0 } text ? text : null;
            case JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String):
                return string.Join(", ", value.EnumerateArray().Select(v => v.GetString()));
            default:
                defects.Add(new Defect(path, "neither text nor true or false nor a list of texts", "write it as `hub agency show --json` does"));
                return null;
        }
    }
}
