using HousingFirst.Hub.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Azure.Queues;

/// <summary>What a head over Service Bus needs of it.</summary>
public static class ServiceBusServices
{
    /// <summary>Adds one client of the namespace, and what sends and looks through it. Nothing is connected before the first message.</summary>
    public static IServiceCollection AddServiceBus(this IServiceCollection services, ServiceBusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(_ => options.Open());
        services.AddSingleton<IQueueSender, ServiceBusQueueSender>();
        services.AddSingleton<ITakenNotices, ServiceBusTakenNotices>();
        return services.AddSingleton<PacedCopies>();
    }
}
