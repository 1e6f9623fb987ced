using System.Globalization;
using HousingFirst.Azure.Tables;
using HousingFirst.Board;
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
            if (http.Request.Path != "/health") await preparation.MayRunAsync(http.RequestAborted);
            await next(http);
        });
        app.UseRouting();
        app.UseEndpoints(site =>
        {
            site.MapGet("/health", http => HealthAsync(http, tables, clock));
            SendGridWebhook.Map(site, settings.Events, hub.TakeReturns.RunAsync);
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

    /// <summary>Whether the tables can be read, the time-zone data that decides when things are due, and how far the clocks are apart.</summary>
    private static async Task HealthAsync(HttpContext http, ITables tables, IClock clock)
    {
        var isUp = true;
        double? ahead = null;
        try
        {
            if (tables is AzureTables azure && await azure.ServerTimeAsync(http.RequestAborted) is { } theirs)
                ahead = (clock.GetCurrentInstant() - Instant.FromDateTimeOffset(theirs)).TotalSeconds;
        }
        catch (IOException)
        {
            isUp = false;
        }

        http.Response.StatusCode = isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(
            $$"""{"status":"{{(isUp ? "up" : "storage can't be read")}}","zoneData":"{{DateTimeZoneProviders.Tzdb.VersionId}}","secondsAheadOfStorage":{{ahead?.ToString("F0", CultureInfo.InvariantCulture) ?? "null"}}}""",
            http.RequestAborted);
    }
}
