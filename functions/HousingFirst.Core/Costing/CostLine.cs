namespace HousingFirst.Core.Costing;

/// <summary>A line of a month's bill.</summary>
/// <param name="What">What is paid for.</param>
/// <param name="Quantity">How much of it.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="Usd">In US dollars.</param>
/// <param name="Working">Where the quantity comes from.</param>
public sealed record CostLine(string What, decimal Quantity, string Unit, decimal Usd, string Working);
