using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>
/// Reads the items of an HSDS file one at a time, so that memory follows the largest item and not the file: one object, a list of them, a page of
/// an API (<c>{"contents":[...]}</c>), or any number of these after one another, as in newline-delimited JSON.
/// </summary>
internal sealed class HsdsReader(Stream stream) : IDisposable
{
    /// <summary>The most bytes one item may have.</summary>
    public const int LargestItem = 16 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    private static ReadOnlySpan<byte> Contents => "contents"u8;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int start, end;
    private bool isFinal, hasEnded, hasAny;
    private JsonReaderState state = new(Options);
    private Where where;
    private int index;
    private long line = 1;

    private enum Where
    {
        Top,
        List,
        Page,
        PageEnd,
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>The items. After one that breaks the JSON there is none.</summary>
    public async IAsyncEnumerable<HsdsItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await FillAsync(cancellation);
        if (buffer.AsSpan(start, end - start).StartsWith("\uFEFF"u8)) start += 3;
        while (!hasEnded)
        {
            HsdsItem? item;
            try
            {
                while (!TryNext(out item))
                {
                    if (await FillAsync(cancellation)) continue;
                    hasEnded = true;
                    item = Broken(line, string.Create(CultureInfo.InvariantCulture, $"an item of over {LargestItem / 1024 / 1024} MiB"), "split it: an organisation's services may come as items of their own");
                    break;
                }
            }
            catch (JsonException error)
            {
                hasEnded = true;
                item = Broken((error.LineNumber ?? 0) + 1, string.Create(
                    CultureInfo.InvariantCulture, $"not JSON from byte {(error.BytePositionInLine ?? 0) + 1} of this line on"), "mend it there; UTF-8, at most 64 levels deep");
            }

            if (item is not null) yield return item;
        }
    }

    /// <summary>Goes on by one item, or by one step that gives none; false where more bytes are needed.</summary>
    private bool TryNext(out HsdsItem? item)
    {
        item = null;
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
        if (!reader.Read())
        {
            if (!isFinal) return false;
            hasEnded = true;
            if (!hasAny) item = Broken(1, "an empty file", "write one HSDS object, a list of them, or a page with contents");
            return true;
        }

        switch (where)
        {
            case Where.Top when reader.TokenType == JsonTokenType.StartArray:
                hasAny = true;
                return Go(Where.List, ref reader);
            case Where.Top when reader.TokenType == JsonTokenType.StartObject:
                hasAny = true;
                return TryTop(ref reader, ref item);
            case Where.List or Where.Page when reader.TokenType == JsonTokenType.EndArray:
                return Go(where == Where.List ? Where.Top : Where.PageEnd, ref reader);
            case Where.PageEnd when reader.TokenType == JsonTokenType.EndObject:
                return Go(Where.Top, ref reader);
            case Where.PageEnd:
                if (reader.ValueTextEquals(Contents)) throw new JsonException(null, null, LineOf(reader.TokenStartIndex) - 1, null);
                return reader.TrySkip() && Go(Where.PageEnd, ref reader);
            default:
                hasAny = true;
                return TryItem(ref reader, PathOfItem(), ref item);
        }
    }

    /// <summary>A page, as soon as its contents are seen; else one object, whole.</summary>
    private bool TryTop(ref Utf8JsonReader reader, ref HsdsItem? item)
    {
        var look = reader;
        while (look.Read())
        {
            if (look.TokenType == JsonTokenType.EndObject) return TryItem(ref reader, "$", ref item);
            var isContents = look.ValueTextEquals(Contents);
            if (!look.Read()) return false;
            if (isContents && look.TokenType == JsonTokenType.StartArray) return Go(Where.Page, ref look);
            if (!look.TrySkip()) return false;
        }

        return false;
    }

    private bool TryItem(ref Utf8JsonReader reader, string path, ref HsdsItem? item)
    {
        var at = LineOf(reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document)) return false;
            item = new HsdsItem(at, path, document, null);
        }
        else
        {
            if (!reader.TrySkip()) return false;
            item = Broken(at, "not an object", "write HSDS's object here, in braces") with { Path = path };
        }

        index++;
        return Go(where, ref reader);
    }

    private bool Go(Where to, ref Utf8JsonReader reader)
    {
        if (to != where) index = 0;
        where = to;
        var consumed = (int)reader.BytesConsumed;
        line += buffer.AsSpan(start, consumed).Count((byte)'\n');
        start += consumed;
        state = reader.CurrentState;
        return true;
    }

    private long LineOf(long index) => line + buffer.AsSpan(start, (int)index).Count((byte)'\n');

    private string PathOfItem() => where switch
    {
        Where.List => string.Create(CultureInfo.InvariantCulture, $"$[{index}]"),
        Where.Page => string.Create(CultureInfo.InvariantCulture, $"$.contents[{index}]"),
        _ => "$",
    };

    private static HsdsItem Broken(long line, string rule, string mend) => new(line, "$", null, new Defect("$", rule, mend));

    /// <summary>Reads on; false where the item that has begun is larger than any may be.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (end >= LargestItem) return false;
            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, LargestItem));
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        while (end < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation);
            if (read == 0) isFinal = true;
            end += read;
            if (isFinal || end >= buffer.Length / 2) break;
        }

        return true;
    }
}
