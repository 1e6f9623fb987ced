using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Doors.ServiceBusRest;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>The hub's HTTP listener without what it is for: the same server, limits and route; it checks the token, reads the body and answers 201.</summary>
internal static class EmptyHttpListener
{
    /// <summary>The role of the process.</summary>
    public const string Role = "empty-http-listener";

    /// <summary>Arguments: the data folder, for its keys, and the port.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        var port = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        // As the hub starts its server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => HttpLimits.Apply(o, port));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();

        var clock = SystemClock.Instance;
        var directory = new PartnerDirectory(MadeUpCommunity.Organisations(clock.GetCurrentInstant()), 0);
        var keys = new AgencyKeys(FileKeyRing.Open(DataFolder.Open(arguments[0]).Keys));
        var gate = new SasGate(new QueueAccess(new DirectoryAgencies(keys, () => directory), clock));
        app.MapGet("/health", () => Results.Ok());
        app.MapPost("/{queue}/messages", DoorFaults.Answered(async http =>
        {
            var address = QueueAddress.Parse((string)http.Request.RouteValues["queue"]!);
            if (gate.Admit(http.Request, address, DoorRight.Send, out _) is { } refused) return refused;
            return await RequestBody.ReadAsync(http) is null ? RequestBody.TooLarge(http) : Results.StatusCode(StatusCodes.Status201Created);
        }));
        await app.RunAsync();
        return 0;
    }
}
