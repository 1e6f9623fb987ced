using CsCheck;
using Xunit;

namespace HousingFirst.Contracts.Tables;

public abstract partial class TablesContract
{
    /// <summary>How many histories are tried. A store over a network tries fewer.</summary>
    protected virtual int Histories => 60;

    /// <summary>Any history of batches leaves the store as it leaves a dictionary.</summary>
    [Fact]
    public async Task Any_history_leaves_what_a_dictionary_would_hold()
    {
        var sample = 0;
        await TablesHistory.Batch.Array[1, 12].SampleAsync(
            async batches =>
            {
                var history = new TablesHistory(Tables, $"model|{Interlocked.Increment(ref sample)}", Stop);
                foreach (var batch in batches) await history.DoAsync(batch);
            },
            iter: Histories,
            threads: 1);
    }
}
