using HousingFirst.Hub.Queues;

namespace HousingFirst.Commands;

/// <summary>A message in a file, byte for byte: a signature is over the bytes.</summary>
/// <param name="Name">As the reader named it.</param>
/// <param name="Body">The bytes.</param>
internal sealed record InputFile(string Name, byte[] Body)
{
    /// <summary>Reads a file, or standard input where it is named <c>-</c>.</summary>
    /// <exception cref="CommandFailure">It can't be read, or is larger than any queue takes.</exception>
    public static Task<InputFile> ReadAsync(Terminal terminal, string name, CancellationToken cancellation) => ReadAsync(
        terminal, name, QueueNames.LargestSend, "more than a queue takes; an event may have 32 KiB. Nothing was sent.", cancellation);

    /// <summary>Reads a file, or standard input where it is named <c>-</c>.</summary>
    /// <param name="terminal">Whose standard input.</param>
    /// <param name="name">The file.</param>
    /// <param name="largest">The most bytes it may have.</param>
    /// <param name="tooLarge">What is said of a larger one.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="CommandFailure">It can't be read, or is larger.</exception>
    public static async Task<InputFile> ReadAsync(Terminal terminal, string name, int largest, string tooLarge, CancellationToken cancellation)
    {
        try
        {
            await using var file = name == "-" ? null : Open(terminal, name);
            var shown = name == "-" ? "standard input" : name;
            using var body = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (await (file ?? terminal.In).ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                body.Write(buffer, 0, read);
                if (body.Length > largest) throw new CommandFailure($"{shown} is over {largest / 1024} KiB, {tooLarge}");
            }

            return new InputFile(shown, body.ToArray());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name} can't be read: {error.Message}", error);
        }
    }

    /// <summary>Opens a file to be read bit by bit, or standard input where it is named <c>-</c>.</summary>
    /// <exception cref="CommandFailure">It can't be opened.</exception>
    public static Stream Open(Terminal terminal, string name)
    {
        try
        {
            return name == "-" ? terminal.In : terminal.OpenFile(name);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure($"There is no file {name}. Check the name, or write - to read standard input.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name} can't be read: {error.Message}", error);
        }
    }

    /// <summary>Reads them all before anything is done with one.</summary>
    public static async Task<IReadOnlyList<InputFile>> ReadAllAsync(Terminal terminal, IEnumerable<string> names, CancellationToken cancellation)
    {
        var files = new List<InputFile>();
        foreach (var name in names) files.Add(await ReadAsync(terminal, name, cancellation));
        return files;
    }
}
