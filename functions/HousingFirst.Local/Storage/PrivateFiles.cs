using System.Runtime.InteropServices;
using System.Text;

namespace HousingFirst.Local.Storage;

/// <summary>Files and folders that only the hub's user may open.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder and its parents, 0700.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Creates a new file, 0600.</summary>
    /// <exception cref="IOException">It exists, or can't be created.</exception>
    public static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        return new FileStream(file, options);
    }

    /// <summary>
    /// Gives a file its name unless another process has given that name already. Renaming can't: on Unix .NET looks first and renames then, and
    /// of two processes at once the second replaces what the first has read. A hard link is made or not, in one step (POSIX, <c>link</c>).
    /// </summary>
    /// <exception cref="IOException">The name is taken, or can't be given.</exception>
    public static void NameOnce(string draft, string file)
    {
        if (!OperatingSystem.IsWindows() && Link(Encoding.UTF8.GetBytes(draft + '\0'), Encoding.UTF8.GetBytes(file + '\0')) == 0) File.Delete(draft);
        else File.Move(draft, file, overwrite: false);
    }

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] name);
}
