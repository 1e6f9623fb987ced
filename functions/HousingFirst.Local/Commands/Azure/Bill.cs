using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Core.Costing;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Commands.Azure;

/// <summary>A month's bill as it is printed: Azure's lines, mail apart, the floor that stays when nobody uses the hub, and what would double it.</summary>
internal sealed class Bill
{
    private readonly MonthCost month;

    public Bill(Usage usage, PriceList prices)
    {
        month = MonthCost.Of(usage, prices);
        (Usage, PricesOf) = (usage, prices.Date);
        var idle = MonthCost.Of(Usage.Idle with { TickMinutes = usage.TickMinutes, MemoryMb = usage.MemoryMb, Standard = usage.Standard, Communities = usage.Communities }, prices).AzureUsd;
        IdleUsd = Cents(idle);
        if (usage.Partners > 0) PerPartnerUsd = Math.Round(month.AzureUsd / usage.Partners, 4);
        if (usage.Partners > 0) PerPartnerForUseUsd = Math.Round((month.AzureUsd - idle) / usage.Partners, 4);
        Doubles = [.. Doubling.Of(usage, prices).OrderBy(d => d.Times ?? 0)];
    }

    public Usage Usage { get; }

    /// <summary>The day of the prices.</summary>
    public LocalDate PricesOf { get; }

    public IEnumerable<CostLine> Lines => month.Azure;

    public CostLine Mail => month.Mail;

    public decimal AzureUsd => Cents(month.AzureUsd);

    /// <summary>What Azure costs when nobody uses the hub.</summary>
    public decimal IdleUsd { get; }

    /// <summary>Azure's bill for each partner who is informed.</summary>
    public decimal? PerPartnerUsd { get; }

    /// <summary>The same without the floor: what one partner more costs.</summary>
    public decimal? PerPartnerForUseUsd { get; }

    public IReadOnlyList<Doubling> Doubles { get; }

    public void Print(Terminal terminal)
    {
        terminal.Table(
            ["What", "How much", "", "USD", "Where from"],
            month.Azure.Select(l => (string[])[l.What, Amount(l.Quantity), l.Unit, Usd(l.Usd), l.Working]));
        terminal.Out.WriteLine($"Azure, a month: {Usd(month.AzureUsd)} USD; of that, when nobody uses it: {Usd(IdleUsd)} USD.");
        terminal.Out.WriteLine($"Mail, apart: {Usd(Mail.Usd)} USD ({Mail.Working}).");
        if (PerPartnerUsd is { } each) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"For each partner informed: {each:0.0000} USD, of which {PerPartnerForUseUsd:0.0000} for use."));
        terminal.Out.WriteLine("Azure's bill would double with:");
        foreach (var d in Doubles.Where(d => d.Times is not null)) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {d.Times:0.0} times the {d.What}"));
        terminal.Out.WriteLine("And would be:");
        foreach (var d in Doubles.Where(d => d.Times is null)) terminal.Out.WriteLine($"  {Usd(d.Usd)} USD with {d.What}");
        terminal.Out.WriteLine($"List prices of {LocalDatePattern.Iso.Format(PricesOf)}, no free grant counted: hub cost --print-prices.");
    }

    private static decimal Cents(decimal usd) => Math.Round(usd, 2);

    private static string Usd(decimal usd) => usd.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Amount(decimal quantity) => quantity.ToString(quantity < 100 ? "0.###" : "#,##0", CultureInfo.InvariantCulture);
}
