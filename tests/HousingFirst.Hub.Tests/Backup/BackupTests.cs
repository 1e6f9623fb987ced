using CsCheck;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Backup;

public sealed class BackupTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 2, 16, 0);

    private static readonly Gen<object> Value = Gen.OneOf<object>(
        Gen.Int[0, 0xD7FF].Select(c => (char)c).Array[0, 12].Select(text => (object)new string(text)),
        Gen.Long.Select(number => (object)number),
        Gen.Bool.Select(flag => (object)flag),
        Gen.Long[-1_000_000_000_000_000_000, 1_000_000_000_000_000_000].Select(ticks => (object)Instant.FromUnixTimeTicks(ticks / 10)),
        Gen.Byte.Array[0, 30].Select(bytes => (object)bytes));

    [Fact]
    public void Any_rows_come_back_exactly() => Value.Array[0, 8].Array[0, 20].Sample(
        rows =>
        {
            var written = rows.Select((columns, i) => Fill(new Row($"k{i}"), columns)).ToArray();
            using var file = new MemoryStream();
            using (var backup = new BackupWriter(file, new BackupHeader(Now, new Dictionary<string, long> { ["clients"] = written.Length, ["note"] = 1 })))
            {
                foreach (var row in written) backup.Write(Table.Clients, "lethbridge|c", row);
                backup.Write("note", json => json.WriteStringValue("beside"));
                backup.Finish();
            }

            file.Position = 0;
            using var reader = new BackupReader(file);
            var lines = reader.Lines().ToArray();
            Assert.Equal(Now, reader.Header.CreatedAt);
            Assert.Equal("beside", Assert.IsType<BackupLine.OfHead>(lines[^1]).Value.GetString());
            Assert.Equal(written.Length + 1, lines.Length);
            for (var i = 0; i < written.Length; i++)
            {
                var line = Assert.IsType<BackupLine.OfTable>(lines[i]);
                Assert.Equal((Table.Clients, "lethbridge|c", written[i].Key), (line.Table, line.Partition, line.Row.Key));
                Assert.Equal(written[i].Columns.OrderBy(column => column.Key), line.Row.Columns.OrderBy(column => column.Key));
            }
        },
        iter: 300);

    [Fact]
    public void A_writer_that_wrote_other_than_it_counted_does_not_finish()
    {
        using var backup = new BackupWriter(Stream.Null, new BackupHeader(Now, new Dictionary<string, long> { ["clients"] = 2 }));
        backup.Write(Table.Clients, "p", new Row("k"));

        Assert.Throws<InvalidOperationException>(backup.Finish);
    }

    private static Row Fill(Row row, object[] columns)
    {
        for (var i = 0; i < columns.Length; i++) row.With($"column {i}", columns[i]);
        return row;
    }
}
