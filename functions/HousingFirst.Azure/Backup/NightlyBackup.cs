using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HousingFirst.Azure.Settings;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Azure.Backup;

/// <summary>
/// Writes one backup a night into a blob container, in the format that <c>hub restore</c> reads. Every tick asks; the first after the night's hour
/// that comes to the end writes it, so a night that was cut off is caught up. Old ones are deleted by the container's own policy, never by the hub.
/// </summary>
/// <param name="container">Where to; null where the deployment wants none.</param>
/// <param name="community">The community: backups of several may lie side by side.</param>
/// <param name="tables">The tables.</param>
/// <param name="clock">Says which night it is.</param>
public sealed class NightlyBackup(BlobContainerClient? container, string community, ITableScan tables, IClock clock)
{
    /// <summary>When a night begins (UTC): the small hours from the Atlantic to the Pacific coast of Canada.</summary>
    public static readonly LocalTime Hour = new(8, 40);

    private LocalDate? lastWritten;

    /// <summary>The backup that a deployment's settings ask for. Nothing is opened before the first night.</summary>
    public static NightlyBackup Of(DeploymentSettings deployment, ITableScan tables, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var container = deployment.Backups is { } place ? new BlobContainerClient(place, deployment.Identity) : null;
        return new NightlyBackup(container, deployment.Community, tables, clock);
    }

    /// <summary>The blob of a night.</summary>
    /// <param name="community">The community.</param>
    /// <param name="night">The date (UTC) on which it was written.</param>
    public static string NameOf(string community, LocalDate night) => $"{community}/{LocalDatePattern.Iso.Format(night)}.backup";

    /// <summary>Writes the night's backup, unless it is there.</summary>
    /// <returns>How many rows it holds; null where there was nothing to write.</returns>
    /// <exception cref="IOException">The tables or the container failed: the next tick tries again. What is under the night's name is whole or absent.</exception>
    public async Task<long?> RunAsync(CancellationToken cancellation)
    {
        var night = (clock.GetCurrentInstant() - Duration.FromTicks(Hour.TickOfDay)).InUtc().Date;
        if (container is null || lastWritten == night) return null;
        try
        {
            var blob = container.GetBlobClient(NameOf(community, night));
            long? rows = await blob.ExistsAsync(cancellation) ? null : await WriteAsync(blob, cancellation);
            lastWritten = night;
            return rows;
        }
        catch (RequestFailedException failed)
        {
            throw new IOException(
                $"The night's backup can't be written ({failed.Status.ToString(CultureInfo.InvariantCulture)} {failed.ErrorCode}): the container that {SettingNames.BackupsContainer} names must exist, and the identity have the role Storage Blob Data Contributor on it.",
                failed);
        }
    }

    /// <summary>
    /// A blob's blocks come under its name all at once or not at all, and only where nothing is: so they are sent from a whole backup, not while it is
    /// being made, since a stream that is closed early would be committed as it is.
    /// </summary>
    private async Task<long> WriteAsync(BlobClient blob, CancellationToken cancellation)
    {
        await using var whole = BackupTables.Aside();
        var header = await new BackupTables(tables, clock).WriteAsync(whole, cancellation);
        whole.Position = 0;
        try
        {
            await blob.UploadAsync(whole, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellation);
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == BlobErrorCode.BlobAlreadyExists || taken.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            // Another tick was quicker, or the answer to this one's own upload was lost: it is there.
        }

        return header.Counts.Values.Sum();
    }
}
