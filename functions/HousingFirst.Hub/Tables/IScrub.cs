namespace HousingFirst.Hub.Tables;

/// <summary>
/// Storage in whose files deleted rows could still be read, byte by byte, until something else is written over them. What was promised to be forgotten is
/// forgotten there too.
/// </summary>
public interface IScrub
{
    /// <summary>Makes sure that nothing deleted or overwritten before is in the files any more.</summary>
    /// <exception cref="IOException">Somebody still reads an older state. Nothing is lost: try again.</exception>
    ValueTask ScrubAsync(CancellationToken cancellation);
}
