namespace HousingFirst.Hub.Messaging;

/// <summary>A field of a message: its name, its shape, and what it means.</summary>
internal abstract class Field(string name, string means)
{
    public string Name { get; } = name;

    /// <summary>What it means, for the docs and the schema.</summary>
    public string Means { get; } = means;

    public abstract Shape Shape { get; }
}

/// <summary>A field with the type its values are read as.</summary>
internal sealed class Field<T>(string name, Shape<T> shape, string means) : Field(name, means)
{
    public override Shape<T> Shape { get; } = shape;
}

/// <summary>A field in one place: whether it must be there.</summary>
internal readonly record struct FieldUse(Field Field, bool Required)
{
    public static FieldUse Must(Field field) => new(field, true);

    public static FieldUse May(Field field) => new(field, false);
}

/// <summary>The values that were read and found right.</summary>
internal sealed class FieldValues
{
    private readonly Dictionary<Field, object> values = [];

    public void Put(Field field, object value) => values[field] = value;

    public bool Has<T>(Field<T> field, out T value)
    {
        var found = values.TryGetValue(field, out var held);
        value = found ? (T)held! : default!;
        return found;
    }

    /// <summary>A text or an object, or null where it isn't there.</summary>
    public T? Find<T>(Field<T> field)
        where T : class => Has(field, out var value) ? value : null;

    /// <summary>A plain value, or null where it isn't there.</summary>
    public T? Maybe<T>(Field<T> field)
        where T : struct => Has(field, out var value) ? value : null;
}
