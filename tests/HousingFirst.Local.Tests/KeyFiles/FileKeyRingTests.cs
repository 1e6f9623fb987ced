using HousingFirst.Hub.KeyRing;
using HousingFirst.Local.KeyFiles;
using Xunit;

namespace HousingFirst.Local.Tests.KeyFiles;

public sealed class FileKeyRingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hf-keys-").FullName;

    private string Folder => Path.Combine(_root, "keys");

    [Fact]
    public void The_first_start_makes_a_key_of_each_purpose_that_only_the_user_may_read()
    {
        var ring = FileKeyRing.Open(Folder);
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            var key = Assert.Single(ring.Of(purpose));
            Assert.Equal("1", key.Id);
            Assert.Equal(32, key.Secret.Length);
        }

        Assert.False(ring.Of(KeyPurpose.Links)[0].Secret.Span.SequenceEqual(ring.Of(KeyPurpose.AgencyMaster)[0].Secret.Span));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        foreach (var file in Directory.GetFiles(Folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Keys_are_the_same_at_the_next_start()
    {
        var first = FileKeyRing.Open(Folder).Of(KeyPurpose.Links)[0];
        Assert.Equal(Convert.ToHexString(first.Secret.Span), Convert.ToHexString(FileKeyRing.Open(Folder).Of(KeyPurpose.Links)[0].Secret.Span));
    }

    [Fact]
    public async Task Many_processes_starting_at_once_agree_on_the_keys()
    {
        var secrets = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => Convert.ToHexString(FileKeyRing.Open(Folder).Of(KeyPurpose.AgencyMaster)[0].Secret.Span), TestContext.Current.CancellationToken)));
        Assert.Single(secrets.Distinct());
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void Rotation_keeps_the_last_two_and_a_running_hub_sees_it()
    {
        var time = new Time();
        var (hub, command) = (FileKeyRing.Open(Folder, time), FileKeyRing.Open(Folder));
        var first = hub.Of(KeyPurpose.AgencyMaster)[0];
        Assert.Equal("2", command.Rotate(KeyPurpose.AgencyMaster).Id);
        time.Seconds += 1;
        Assert.Equal(["2", "1"], hub.Of(KeyPurpose.AgencyMaster).Select(key => key.Id));
        Assert.True(hub.Of(KeyPurpose.AgencyMaster)[1].Secret.Span.SequenceEqual(first.Secret.Span));
        command.Rotate(KeyPurpose.AgencyMaster);
        time.Seconds += 1;
        Assert.Equal(["3", "2"], hub.Of(KeyPurpose.AgencyMaster).Select(key => key.Id));
        Assert.Equal(["1"], hub.Of(KeyPurpose.Links).Select(key => key.Id));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("1 secretsecret\n")]
    [InlineData("0 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")]
    [InlineData("x MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")]
    [InlineData("1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")]
    [InlineData("3 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n2 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")]
    public void A_damaged_file_stops_the_start_in_words_and_is_left_as_it_was(string content)
    {
        FileKeyRing.Open(Folder);
        var file = Path.Combine(Folder, "links.key");
        File.WriteAllText(file, content);
        var error = Assert.Throws<KeyFileException>(() => FileKeyRing.Open(Folder));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("backup", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretsecret", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void A_file_put_back_readable_by_all_is_closed_again()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        FileKeyRing.Open(Folder);
        var file = Path.Combine(Folder, "links.key");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        FileKeyRing.Open(Folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_file_that_is_a_folder_is_said_to_be_unreadable()
    {
        FileKeyRing.Open(Folder);
        var file = Path.Combine(Folder, "links.key");
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.Contains("links.key", Assert.Throws<KeyFileException>(() => FileKeyRing.Open(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_never_shows_itself() => Assert.Equal("key 1", FileKeyRing.Open(Folder).Of(KeyPurpose.Links)[0].ToString());

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private sealed class Time : TimeProvider
    {
        public long Seconds { get; set; } = 1;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
