using System.Globalization;
using System.Text;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// The made-up community as a data folder, written through the hub's own stores, and the messages about it. Contenders get copies of the
/// folder; nobody writes into this one.
/// </summary>
internal sealed class BenchmarkCorpus
{
    private readonly LocalDate today;
    private readonly Dictionary<string, AgencyKey> keys;

    private BenchmarkCorpus(string folder, LocalDate today, Dictionary<string, AgencyKey> keys) =>
        (Folder, this.today, this.keys) = (folder, today, keys);

    /// <summary>The data folder with the community and its keys.</summary>
    public string Folder { get; }

    /// <summary>Writes the community into a new data folder.</summary>
    public static async Task<BenchmarkCorpus> CreateAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var clock = SystemClock.Instance;
        var now = clock.GetCurrentInstant();
        var today = MadeUpCommunity.Settings.Today(now);
        await using (var local = LocalHub.Open(DataFolder.Open(folder), clock))
        {
            await local.Hub.Partners.PutAsync([.. MadeUpCommunity.Organisations(now)], cancellation);
            for (var i = 0; i < MadeUpCommunity.Clients; i++)
            {
                var client = MadeUpCommunity.Client(i, today);
                foreach (var member in client.Memberships)
                    await local.Hub.References.AddAsync(member.Agency, member.TheirRef, client.Head.Client, member.Contact, cancellation);
                await local.Hub.Clients.WriteAsync(client.Head.Client, [.. StoredClient.Unknown(client.Head.Client).WritesTo(client)], cancellation);
            }

            await local.Hub.Partners.PutAsync(MadeUpCommunity.Settings, cancellation);
        }

        return Open(folder);
    }

    /// <summary>Opens a data folder that holds the community already.</summary>
    public static BenchmarkCorpus Open(string folder)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var keys = new AgencyKeys(FileKeyRing.Open(DataFolder.Open(folder).Keys));
        return new BenchmarkCorpus(
            folder, MadeUpCommunity.Settings.Today(now), MadeUpCommunity.Organisations(now).ToDictionary(o => o.Id, o => keys.Of(o.Id)[0]));
    }

    /// <summary>A message: the clients take turns, every id is new.</summary>
    public ChangeMessage Message(int number)
    {
        var client = number % MadeUpCommunity.Clients;
        var sender = MadeUpCommunity.Sender(client);
        var (source, id) = ("/agencies/" + sender, string.Create(CultureInfo.InvariantCulture, $"match-{number:D8}"));
        var body = Encoding.UTF8.GetBytes(
            $$$"""
            {"specversion":"1.0","type":"{{{MessageTypes.ClientChanged}}}","source":"{{{source}}}","id":"{{{id}}}","subject":"{{{MadeUpCommunity.SendersReference(client)}}}","datacontenttype":"application/json","data":{"change":"housing.matched","occurredOn":"{{{LocalDatePattern.Iso.Format(today)}}}"}}
            """);
        return new ChangeMessage(
            number, sender, Envelope.KeyOf(source, id), body, Signature.Of(keys[sender], body), MadeUpCommunity.Told(client));
    }

    /// <summary>The key an agency signs and sends with.</summary>
    public string KeyOf(string agency) => keys[agency].Text;

    /// <summary>A copy of the data folder for one run.</summary>
    public string CopyTo(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        PrivateFiles.CreateFolder(folder);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            PrivateFiles.CreateFolder(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }
}
