// Source: github.com/Azure/azure-functions-dotnet-worker, src/DotNetWorker.OpenTelemetry/ConfigureFunctionsOpenTelemetry.cs, main of August 2026.
using OpenTelemetry;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry;

public static class ConfigureFunctionsOpenTelemetry
{
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder) =>
        builder.WithTracing(traces => traces.AddSource("Microsoft.Azure.Functions.Worker"));
}
