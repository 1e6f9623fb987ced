using System.Globalization;
using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// Table storage failed, after every attempt worth making. The message says what happened and what to do; it holds no key and no value. An
/// <see cref="IOException"/>, as from any store: whatever was being done comes again.
/// </summary>
public sealed class TablesException : IOException
{
    private TablesException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The fault in words. The storage account's own error is not kept inside: its text isn't ours to promise anything about.</summary>
    internal static TablesException Of(Exception fault) => fault switch
    {
        RequestFailedException { ErrorCode: { } code } when code == TableErrorCode.TableNotFound => new(
            "A table is missing in the storage account. Run set-up, which makes the hub's six tables, or correct HubTables__prefix.", null),
        RequestFailedException { Status: 401 or 403 } refused => new(
            $"Table storage refused this program ({Answer(refused)}). Give its identity the role Storage Table Data Contributor on the storage account.",
            null),
        RequestFailedException { Status: 429 or 503 } busy => new(
            $"Table storage is busy ({Answer(busy)}) and was so at each attempt. Nothing is lost: the work comes again. If it lasts, look at the storage account's throttling.",
            null),
        RequestFailedException { Status: 0 } or HttpRequestException or OperationCanceledException or IOException => new(
            "Table storage could not be reached, or did not answer in time, at any attempt. Nothing is lost: the work comes again. If it lasts, look at HubTables__serviceUri and at the network between.",
            fault), // It names an address and a socket's error, and nothing that was sent.
        RequestFailedException { Status: < 200 or >= 300 } other => new($"Table storage could not do what was asked ({Answer(other)}). If it lasts, look this code up in its documentation.", null),
        AuthenticationFailedException => new(
            "No token for table storage could be had. Give this program a managed identity, and name it in HubTables__clientId if it is a user-assigned one.", null),
        _ => new("Table storage gave an answer that can't be read: something between it and the hub may be answering in its place.", null),
    };

    /// <summary>Whether a batch was done can't be told, and won't be by asking again.</summary>
    internal static TablesException OutcomeUnknown() => new(
        "Table storage's answer to a write was lost, and others have written the same rows so often since that it can't be told whether it was done. Look at what is there before doing it again by hand; work in a queue comes again by itself.",
        null);

    private static string Answer(RequestFailedException fault) => fault.ErrorCode is { Length: > 0 } code
        ? string.Create(CultureInfo.InvariantCulture, $"HTTP {fault.Status}, {code}")
        : string.Create(CultureInfo.InvariantCulture, $"HTTP {fault.Status}");
}
