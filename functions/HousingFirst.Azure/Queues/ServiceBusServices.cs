using HousingFirst.Hub.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ServiceBusPeek>();
        services.AddSingleton<ITakenNotices, ServiceBusTakenNotices>();
        services.AddSingleton<IFollowChanges, ServiceBusChanges>();
        return services.AddSingleton<PacedCopies>();
    }
}
