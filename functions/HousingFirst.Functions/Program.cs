using HousingFirst.Functions.Starting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
Head.Add(builder, HeadSettings.Read(Environment.GetEnvironmentVariable));
builder.Build().Run();
