using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.KeyFiles;

/// <summary>
/// One purpose's keys on disk: a line a key, newest first, <c>VERSION BASE64</c>. Text, so that a person can see what it is and put it back
/// from a backup. Replaced whole, by renaming: a reader sees the old or the new.
/// </summary>
internal static class KeyFile
{
    /// <summary>Rotation keeps this many keys.</summary>
    public const int Kept = 2;

    /// <summary>Bytes of a secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>Reads the keys, newest first.</summary>
    /// <exception cref="KeyFileException">It can't be read, or isn't what the hub wrote.</exception>
    public static IReadOnlyList<RingKey> Read(string file)
    {
        string[] lines;
        try
        {
            KeepPrivate(file);
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {file} can't be read: {Reason(error)}. Give it back to the hub's user (mode 0600), then start again.", error);
        }

        var keys = new List<RingKey>();
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (Parse(line) is not { } key || keys.Exists(known => known.Id == key.Id) || keys.Count == Kept) throw Damaged(file);
            keys.Add(key);
        }

        return keys.Count == 0 ? throw Damaged(file) : keys;
    }

    /// <summary>Creates the file with a first key, unless another process has just done so.</summary>
    public static void Create(string file) => Write(file, [New(1)], replace: false);

    /// <summary>Puts a new key before the newest and drops all but the last two.</summary>
    public static IReadOnlyList<RingKey> Rotate(string file)
    {
        var keys = Read(file);
        var rotated = keys.Prepend(New(int.Parse(keys[0].Id, CultureInfo.InvariantCulture) + 1)).Take(Kept).ToList();
        Write(file, rotated, replace: true);
        return rotated;
    }

    private static RingKey New(int version) =>
        new(version.ToString(CultureInfo.InvariantCulture), RandomNumberGenerator.GetBytes(SecretBytes));

    private static RingKey? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !int.TryParse(line[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1) return null;
        var secret = new byte[SecretBytes + 1];
        return Convert.TryFromBase64String(line[(space + 1)..], secret, out var length) && length == SecretBytes
            ? new RingKey(version.ToString(CultureInfo.InvariantCulture), secret.AsMemory(0, SecretBytes))
            : null;
    }

    private static void Write(string file, IReadOnlyList<RingKey> keys, bool replace)
    {
        var text = new StringBuilder("# Secret keys of this hub, newest first. Back them up apart from the database.\n");
        foreach (var key in keys) text.Append(CultureInfo.InvariantCulture, $"{key.Id} {Convert.ToBase64String(key.Secret.Span)}\n");
        var draft = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            using (var stream = PrivateFiles.Create(draft))
            {
                stream.Write(Encoding.ASCII.GetBytes(text.ToString()));
                stream.Flush(flushToDisk: true);
            }

            if (replace) File.Move(draft, file, overwrite: true);
            else PrivateFiles.NameOnce(draft, file);
        }
        catch (IOException) when (!replace && File.Exists(file))
        {
            // Another process created it first: its keys are the hub's.
            File.Delete(draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new KeyFileException($"The key file {file} can't be written: {Reason(error)}. Nothing was changed. Free some space or give the hub's user the folder, then try again.", error);
        }
    }

    /// <summary>A file put back from a backup often comes back readable by all.</summary>
    private static void KeepPrivate(string file)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) != Owner) File.SetUnixFileMode(file, Owner);
    }

    private static KeyFileException Damaged(string file) => new(
        $"The key file {file} is damaged: it must hold one or two lines `VERSION BASE64`, the base64 of {SecretBytes} bytes. Put it back from a backup. "
        + "Without one, move it away: the hub makes new keys, every link sent before dies and every agency needs its new key.");

    private static string Reason(Exception error) => error is UnauthorizedAccessException ? "this user may not" : error.Message;
}
