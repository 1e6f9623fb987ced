namespace HousingFirst.Hub.Backup;

/// <summary>Splits a stream at its line ends, keeping the bytes as they are.</summary>
internal sealed class BackupLines(Stream stream) : IDisposable
{
    // A row of binary columns is far below this; a longer "line" is not a backup's.
    private const int LongestLine = 64 * 1024 * 1024;

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>The next whole line without its end, valid until the next call; null where no whole line is left.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        var searched = start;
        while (true)
        {
            var at = Array.IndexOf(buffer, (byte)'\n', searched, end - searched);
            if (at >= 0)
            {
                var line = buffer.AsMemory(start, at - start);
                start = at + 1;
                return line;
            }

            var held = end - start;
            if (held > LongestLine) throw new InvalidDataException("A line is too long.");
            if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            else if (start > 0)
            {
                Buffer.BlockCopy(buffer, start, buffer, 0, held);
                (start, end) = (0, held);
            }

            searched = end;
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) return null;
            end += read;
        }
    }

    public void Dispose() => stream.Dispose();
}
