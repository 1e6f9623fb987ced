using HousingFirst.Board.Codes;
using HousingFirst.Hub;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Links;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>What the pages ask of the hub behind them: the same in every host.</summary>
public static class BoardServices
{
    /// <summary>Registers it, and the hub with its options.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="hub">The hub: asked for with the first page, so that a host may open it after it is built.</param>
    /// <param name="options">Its options.</param>
    public static IServiceCollection AddBoard(this IServiceCollection services, Func<HousingFirstHub> hub, Func<HubOptions> options) => services
        .AddSingleton(_ => hub())
        .AddSingleton(_ => options())
        .AddBoard();

    /// <summary>Registers it, where the hub and its options are registered.</summary>
    public static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddSingleton<ILinkReader>(s => s.GetRequiredService<HousingFirstHub>().OpenLink)
        .AddSingleton<ICallLog>(s => s.GetRequiredService<HousingFirstHub>().LogCall)
        .AddSingleton(s => s.GetRequiredService<HousingFirstHub>().ReportSurprise)
        .AddSingleton(s => new CodeGate(s.GetRequiredService<HousingFirstHub>().Codes, s.GetRequiredService<HubOptions>()));
}
