using System.Collections.Frozen;
using System.Globalization;
using HousingFirst.Core.Glossary;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.Costing;

/// <summary>What a cloud's meters cost, as of a day. A sheet the program carries; another can be given, since prices change and regions differ.</summary>
public sealed class PriceList
{
    private const string Sheet = "azure-prices.tsv";
    private const string DateLine = "date";
    private const string SendGrid = "mail.sendgrid.";

    private readonly FrozenDictionary<string, Price> prices;

    private PriceList(LocalDate date, IEnumerable<KeyValuePair<string, Price>> prices) => (Date, this.prices) = (date, prices.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The list the program carries.</summary>
    public static PriceList Carried { get; } = Of(CarriedSheet.Read(Sheet));

    /// <summary>Its text, to be changed and given back.</summary>
    public static string CarriedText => CarriedSheet.Text(Sheet);

    /// <summary>The day the prices were written down.</summary>
    public LocalDate Date { get; }

    /// <summary>SendGrid's plans, smallest first: how many mails a month, for how much.</summary>
    public IReadOnlyList<(long Mails, decimal Usd)> SendGridPlans => [.. prices
        .Where(p => p.Key.StartsWith(SendGrid, StringComparison.Ordinal))
        .Select(p => (long.Parse(p.Key.AsSpan(SendGrid.Length), CultureInfo.InvariantCulture), p.Value.Usd))
        .OrderBy(p => p.Item1)];

    /// <summary>What one unit of a meter costs, in US dollars.</summary>
    public decimal this[string meter] => prices[meter].Usd / prices[meter].Per;

    /// <summary>Reads a list: tab-separated <c>meter usd per what</c>, with a head line, and a line <c>date</c>.</summary>
    /// <exception cref="FormatException">It is no such list, or lacks a meter: says which line, and the mend.</exception>
    public static PriceList Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split('\t')).ToArray();
        if (lines.Length == 0 || lines[0] is not ["meter", "usd", "per", ..]) throw new FormatException("A price list begins with the line `meter<tab>usd<tab>per<tab>what`: `hub cost --print-prices` shows one.");
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length < 3) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {i + 1} of the price list has fewer than three columns: write meter, usd, per, with tabs between."));
        }

        var list = Of(lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal)));
        var missing = Carried.prices.Keys.Where(m => !m.StartsWith(SendGrid, StringComparison.Ordinal) && !list.prices.ContainsKey(m)).Order(StringComparer.Ordinal).ToArray();
        return missing.Length == 0 ? list : throw new FormatException($"The price list lacks {string.Join(", ", missing)}: add a line for each.");
    }

    private static PriceList Of(IEnumerable<IReadOnlyDictionary<string, string>> lines)
    {
        LocalDate? date = null;
        var prices = new Dictionary<string, Price>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var meter = line["meter"];
            if (meter == DateLine)
            {
                date = LocalDatePattern.Iso.Parse(line["usd"]) is { Success: true } day ? day.Value : throw new FormatException("The date of the price list must be written 2026-11-26.");
                continue;
            }

            var isPrice = decimal.TryParse(line["usd"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd);
            if (!isPrice || !decimal.TryParse(line["per"], NumberStyles.None, CultureInfo.InvariantCulture, out var per) || per == 0)
                throw new FormatException($"The price of {meter} must be a number such as 0.40, and what it is per a whole number such as 1000000.");
            if (!prices.TryAdd(meter, new Price(usd, per))) throw new FormatException($"The price list has {meter} twice: keep one.");
        }

        return new PriceList(date ?? throw new FormatException("The price list has no line `date`: add the day of the prices."), prices);
    }

    private sealed record Price(decimal Usd, decimal Per);
}
