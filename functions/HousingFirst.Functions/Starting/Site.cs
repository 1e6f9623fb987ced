using HousingFirst.Azure.Tables;
using HousingFirst.Board;
using HousingFirst.Commands.Door;
using HousingFirst.Hub;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail.SendGrid;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace HousingFirst.Functions.Starting;

/// <summary>
/// The pages, on a routing of their own: the worker's knows only the one function that takes every path, and would answer a page's route with 500.
/// </summary>
public sealed class Site
{
    private readonly RequestDelegate answer;

    /// <summary>Puts the site together.</summary>
    public Site(IServiceProvider services, HeadSettings settings, HousingFirstHub hub, ITables tables, IClock clock, Preparation preparation)
    {
        var app = new ApplicationBuilder(services);
        app.Use(next => async http =>
        {
            if (http.Request.Path != HealthPage.Path) await preparation.MayRunAsync(http.RequestAborted);
            await next(http);
        });
        app.UseRouting();
        app.UseEndpoints(site =>
        {
            HealthPage.Map(site, tables is AzureTables azure ? azure.ServerTimeAsync : null, clock);
            SendGridWebhook.Map(site, settings.Events, hub.TakeReturns.RunAsync);
            OperatorDoor.Map(site, settings.Operators);
            BoardPages.Map(site);
            BoardPages.MapNotFound(site);
        });
        answer = app.Build();
    }

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext http)
    {
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        return answer(http);
    }
}
