namespace HousingFirst.Benchmarks.Peers.NodeRed;

/// <summary>Notices as lines, appended to a file a recipient. Counts only what was added since it last looked.</summary>
/// <param name="folder">Where the files are: <c>QUEUE.jsonl</c>.</param>
internal sealed class FileOutputs(string folder) : IPeerOutputs
{
    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);
    private readonly byte[] buffer = new byte[256 * 1024];
    private long lines;

    public async ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        foreach (var file in Files())
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            stream.Position = read.GetValueOrDefault(file);
            for (int more; (more = await stream.ReadAsync(buffer, cancellation)) > 0;) lines += buffer.AsSpan(0, more).Count((byte)'\n');
            read[file] = stream.Position;
        }

        return lines;
    }

    public IEnumerable<string> Ledger() => Files().SelectMany(file => File.ReadLines(file).Select(
        line => PeerGate.Line(Path.GetFileNameWithoutExtension(file), System.Text.Encoding.UTF8.GetBytes(line))));

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder, "*.jsonl");
}
