using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Listings.Hsds;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

/// <summary>What holds for whatever bytes come, in whatever pieces.</summary>
public sealed class HsdsReaderTests
{
    private static readonly string Organisation = MadeUpDirectory.Organisation(1, services: 1, contacts: 1, text: "é𝕏").ToJsonString();

    private static readonly string[] Files =
    [
        Organisation, $"[{Organisation}, {{}},\n7, [8], {{\"a\":[]}}]", $"{{\"size\":[1,{{}}],\n\"contents\":[{Organisation},{{}}\n],\"a\":{{\"contents\":[1]}}}}",
        $"{Organisation}\n{{\"b\":1}}\n\n[{{}}]", $"{{\"contents\":{{\"a\":1}},\"b\":2}}", "[]", "{}", "\"x\" 1 {}",
    ];

    [Fact]
    public void Pieces_of_any_size_give_the_same_items() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[1, 4000].Array[1, 8]).Sample(
            (file, pieces) =>
            {
                var bytes = Encoding.UTF8.GetBytes(Files[file]);
                Assert.Equal(Read(new MemoryStream(bytes)), Read(new Pieces(bytes, pieces)));
            },
            iter: 300);

    [Fact]
    public void Bytes_broken_anywhere_end_with_a_defect_or_are_items()
    {
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 5000], Gen.Byte, Gen.Bool).Sample(
            (file, at, value, cut) =>
            {
                var bytes = Encoding.UTF8.GetBytes(Files[file]);
                at %= bytes.Length;
                if (cut) bytes = bytes[..at];
                else bytes[at] = value;
                Assert.NotNull(Read(new Pieces(bytes, [7])));
            },
            iter: 2000);
    }

    [Fact]
    public void Items_know_their_line_and_their_path() => Assert.Equal(
        ["1 $.contents[0]", "2 $.contents[1] not an object", "5 $", "6 $[0]", "7 $[1]"],
        Read(new MemoryStream("{\"contents\":[{},\n7],\n\"a\":1}\n\n{ \"b\":\n1}[{},\n{}]"u8.ToArray())).Select(i => i.Split(':')[0]));

    private static List<string> Read(Stream stream) => ReadAsync(stream).AsTask().GetAwaiter().GetResult();

    private static async ValueTask<List<string>> ReadAsync(Stream stream)
    {
        var items = new List<string>();
        using var reader = new HsdsReader(stream);
        await foreach (var item in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            using (item) items.Add(FormattableString.Invariant($"{item.Line} {item.Path}{(item.Broken is { } broken ? " " + broken.Rule : string.Empty)}:{(item.Document is { } json ? Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(json.RootElement)) : string.Empty)}"));
        }

        return items;
    }

    private sealed class Pieces(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int turn;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[turn++ % sizes.Length])], cancellationToken);
    }
}
