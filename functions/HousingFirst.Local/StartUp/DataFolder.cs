using System.Text.Json;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.StartUp;

/// <summary>Where the hub keeps everything: one folder that only its user may open.</summary>
internal sealed class DataFolder
{
    private DataFolder(string root) => Root = root;

    /// <summary>The folder, as a full path.</summary>
    public string Root { get; }

    /// <summary>Rows and queues.</summary>
    public string Database => Path.Combine(Root, HubDatabase.FileName);

    /// <summary>The key ring's folder.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Mail, one <c>.eml</c> each, unless a provider is set.</summary>
    public string Mail => Path.Combine(Root, "mail");

    /// <summary>Held by the running hub.</summary>
    public string LockFile => Path.Combine(Root, "hub.lock");

    /// <summary>Where the running hub listens.</summary>
    public string RunningFile => Path.Combine(Root, "hub.json");

    /// <summary>Opens the folder, creating it (0700) where it isn't there.</summary>
    /// <exception cref="CannotStartException">It can't be created or used.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            PrivateFiles.CreateFolder(root);
            return new DataFolder(root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"The data folder {root} can't be created or opened: {error.Message} Choose another: --data DIR.", error);
        }
    }

    /// <summary>
    /// Takes the folder for one running hub until the lock is disposed or the process ends, however it ends. A command that only asks whether a hub
    /// runs holds the file for a moment, so a taken file is tried again before it counts.
    /// </summary>
    /// <exception cref="CannotStartException">Another hub has it; says which.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellation = default)
    {
        const int Tries = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(LockFile, Exclusive());
            }
            catch (IOException) when (attempt < Tries && File.Exists(LockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
            catch (IOException error) when (File.Exists(LockFile))
            {
                throw new CannotStartException(
                    $"A hub is already running on {Root}{Holder()}. Stop it first, or give this one a folder of its own: --data DIR.", error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(error);
            }
        }
    }

    /// <summary>Says where this hub listens, for commands beside it. Call it under the lock, once the ports are open.</summary>
    /// <exception cref="CannotStartException">The folder can't be written: its disk is full.</exception>
    public void WriteRunning(RunningHub hub)
    {
        var draft = RunningFile + ".new";
        try
        {
            File.Delete(draft);
            using (var stream = PrivateFiles.Create(draft)) hub.Write(stream);
            File.Move(draft, RunningFile, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    /// <summary>Forgets where this hub listened. Call it under the lock, at a clean end.</summary>
    public void ClearRunning() => File.Delete(RunningFile);

    /// <summary>The hub that runs on this folder; null where none does, whatever a killed one left behind.</summary>
    public RunningHub? FindRunning() => IsLocked() ? ReadRunning() : null;

    private CannotStartException Unwritable(Exception error) => new(
        $"The data folder {Root} can't be written: {error.Message} Free some space, give the folder to the hub's user, or choose another: --data DIR.", error);

    private bool IsLocked()
    {
        if (!File.Exists(LockFile)) return false;
        try
        {
            // Read and shared: two commands that ask don't take each other for a hub.
            using var free = new FileStream(LockFile, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private RunningHub? ReadRunning()
    {
        try
        {
            using var stream = File.OpenRead(RunningFile);
            return RunningHub.Read(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or JsonException)
        {
            // Starting: it has the lock and hasn't said yet where it listens.
            return null;
        }
    }

    private string Holder() => ReadRunning() is { } hub ? $" (process {hub.Pid}, http://127.0.0.1:{hub.HttpPort})" : "";

    private static FileStreamOptions Exclusive()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
