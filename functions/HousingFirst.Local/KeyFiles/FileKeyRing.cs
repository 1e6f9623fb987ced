using HousingFirst.Hub.KeyRing;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.KeyFiles;

/// <summary>
/// The key ring in a folder only its user may open (DIR/keys, 0700; files 0600). Keys that aren't there are made at the first start. What another
/// process rotates is seen within a second: a running hub needs no restart.
/// </summary>
internal sealed class FileKeyRing : IKeyRing
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly Dictionary<KeyPurpose, Loaded> _loaded = [];

    private readonly TimeProvider _time;

    private FileKeyRing(string folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>Opens the ring, making the folder and the keys that aren't there, and reads every key once.</summary>
    /// <exception cref="KeyFileException">A file is damaged or can't be read or written; says what to do.</exception>
    public static FileKeyRing Open(string folder, TimeProvider? time = null)
    {
        try
        {
            PrivateFiles.CreateFolder(folder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key folder {folder} can't be used: {error.Message} Give it to the hub's user, or choose another data folder: --data DIR.", error);
        }

        var ring = new FileKeyRing(folder, time ?? TimeProvider.System);
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            if (!File.Exists(ring.FileOf(purpose))) KeyFile.Create(ring.FileOf(purpose));
            ring.Of(purpose);
        }

        return ring;
    }

    /// <inheritdoc/>
    /// <exception cref="KeyFileException">The file was damaged or taken away since.</exception>
    public IReadOnlyList<RingKey> Of(KeyPurpose purpose)
    {
        var file = FileOf(purpose);
        lock (_gate)
        {
            // A busy hub asks for keys a thousand times in that second.
            if (_loaded.TryGetValue(purpose, out var known) && _time.GetElapsedTime(known.Looked) < LookEvery) return known.Keys;
            var (looked, written) = (_time.GetTimestamp(), File.GetLastWriteTimeUtc(file));
            var keys = known?.Written == written ? known.Keys : KeyFile.Read(file);
            _loaded[purpose] = new Loaded(looked, written, keys);
            return keys;
        }
    }

    /// <summary>
    /// Makes a new key the first of its purpose and keeps the one before it. The key before that one is dead at once: rotate twice to shut out
    /// a stolen key, after everyone has the new one.
    /// </summary>
    /// <returns>The new key.</returns>
    public RingKey Rotate(KeyPurpose purpose)
    {
        lock (_gate)
        {
            var keys = KeyFile.Rotate(FileOf(purpose));
            _loaded.Remove(purpose);
            return keys[0];
        }
    }

    private string FileOf(KeyPurpose purpose) => Path.Combine(_folder, purpose switch
    {
        KeyPurpose.Links => "links.key",
        KeyPurpose.AgencyMaster => "agency-master.key",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "A purpose without a file."),
    });

    private sealed record Loaded(long Looked, DateTime Written, IReadOnlyList<RingKey> Keys);
}
