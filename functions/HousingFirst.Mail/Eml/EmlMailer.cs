using System.Collections.Concurrent;
using HousingFirst.Hub.Mailing;
using MimeKit;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Mail.Eml;

/// <summary>
/// Sends by writing: each mail becomes a file under <c>DIR/mail</c> that any mail program opens. The default of a hub on one machine, until
/// a provider is set. A mail that is in the folder is sent: sending its id again, also by the next process, writes nothing.
/// </summary>
public sealed class EmlMailer : IMailer
{
    /// <summary>The sender where none is configured.</summary>
    public const string DefaultFrom = "Housing First hub <hub@housingfirst.example>";

    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;
    private static readonly InstantPattern FilePrefix = InstantPattern.CreateWithInvariantCulture("uuuuMMdd-HHmmss-");

    private static readonly FormatOptions Format = CrLf();
    private static readonly Lazy<Task> Done = new(Task.CompletedTask);

    private readonly string folder;
    private readonly Lazy<MailboxAddress> from;
    private readonly Lazy<ConcurrentDictionary<string, Lazy<Task>>> sent;

    /// <summary>Prepares the mailer; nothing is written before the first mail.</summary>
    /// <param name="dataFolder">The hub's data folder; mails go to <c>mail</c> under it.</param>
    /// <param name="from">The sender, as <c>Name &lt;address&gt;</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> is no address.</exception>
    public EmlMailer(string dataFolder, string from = DefaultFrom)
    {
        folder = Path.Combine(dataFolder, "mail");
        this.from = new(() => MimeMail.Sender(from));
        // The default needs no proof, and MimeKit none of the hub's start.
        if (from != DefaultFrom) _ = this.from.Value;
        sent = new(FindSent, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Writes the mail's file, flushed to the disk before this returns; or nothing, where it is there.</summary>
    /// <returns><see cref="MailOutcome.Sent"/>, or <see cref="MailOutcome.Refused"/> where the address is no address.</returns>
    /// <exception cref="IOException">The folder can't be written: a full disk, missing rights. No half file is left.</exception>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (MimeMail.Write(mail, await MailRenderer.RenderAsync(mail), from.Value) is not { } message) return MailOutcome.Refused;
        var name = $"{MimeMail.Safe(mail.To.Contact)}-{MimeMail.Safe(mail.MailId)}.eml";
        var mine = new Lazy<Task>(() => Task.Run(() => Write(message, name, FilePrefix.Format(mail.At) + name), CancellationToken.None));
        var writing = Guarded(() => sent.Value).GetOrAdd(name, mine);
        try
        {
            await writing.Value;
            sent.Value[name] = Done;
            return MailOutcome.Sent;
        }
        catch
        {
            sent.Value.TryRemove(new(name, writing));
            throw;
        }
    }

    /// <summary>
    /// What is in the folder, by name without the instant: a mail made again after a crash has a later instant and is still the same.
    /// </summary>
    private ConcurrentDictionary<string, Lazy<Task>> FindSent()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnlyFolder);
        var prefixLength = FilePrefix.Format(NodaConstants.UnixEpoch).Length;
        var files = Directory.EnumerateFiles(folder, "*.eml").Select(file => Path.GetFileName(file));
        var names = files.Where(file => file.Length > prefixLength).Select(file => file[prefixLength..]).Distinct();
        return new(names.Select(name => KeyValuePair.Create(name, Done)), StringComparer.Ordinal);
    }

    private void Write(MimeMessage message, string name, string file) => Guarded(() =>
    {
        var temporary = Path.Combine(folder, $".{name}.tmp");
        var target = Path.Combine(folder, file);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Delete };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnlyFile;
            using var stream = new FileStream(temporary, options);
            message.WriteTo(Format, stream);
            stream.Flush(flushToDisk: true);
            File.Move(temporary, target, overwrite: false);
            // Once more after the renaming: journalling file systems then have the new name on the disk too.
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(temporary);
            if (!File.Exists(target)) throw;
            // Another process of this hub wrote the same mail meanwhile: it is sent.
        }

        return true;
    });

    /// <summary>Lines end as RFC 5322 says, on every system.</summary>
    private static FormatOptions CrLf()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"A mail could not be written to the mail folder ({Cause(fault)}). Make room on the disk or give the hub the right to "
                + "write there; it tries again by itself.", fault);
        }
    }

    private static string Cause(Exception fault) => fault switch
    {
        UnauthorizedAccessException => "no right to write",
        _ when fault.HResult is 28 or unchecked((int)0x80070070) => "the disk is full",
        _ => "the disk refused it",
    };
}
