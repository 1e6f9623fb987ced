using System.Text.Json;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>One item of a file: its JSON, or why it can't be read. Whoever takes it disposes of it.</summary>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
/// <param name="Path">Its place in its document: <c>$</c>, <c>$[3]</c>, <c>$.contents[3]</c>.</param>
/// <param name="Document">The JSON; null where it can't be read.</param>
/// <param name="Broken">What is wrong; null where it can be read.</param>
internal sealed record HsdsItem(long Line, string Path, JsonDocument? Document, Defect? Broken) : IDisposable
{
    public void Dispose() => Document?.Dispose();
}
