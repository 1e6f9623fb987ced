using HousingFirst.Board.Codes;
using HousingFirst.Hub;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Links;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>What the pages ask of the hub behind them: the same in every host.</summary>
public static class BoardServices
{
    /// <summary>Registers it.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="hub">The hub: asked for with the first page, so that a host may open it after it is built.</param>
    /// <param name="options">Its options.</param>
    public static IServiceCollection AddBoard(this IServiceCollection services, Func<HousingFirstHub> hub, Func<HubOptions> options) => services
        .AddSingleton(_ => hub())
        .AddSingleton<ILinkReader>(_ => hub().OpenLink)
        .AddSingleton<ICallLog>(_ => hub().LogCall)
        .AddSingleton(_ => hub().ReportSurprise)
        .AddSingleton(_ => new CodeGate(hub().Codes, options()));
}
