namespace HousingFirst.Benchmarks.Corpus;

/// <summary>One message of the corpus, the same bytes for every contender.</summary>
/// <param name="Number">Its place in the corpus, from 0.</param>
/// <param name="Sender">The agency that sends it.</param>
/// <param name="Key">The key the hub gives the change: hash of source and id.</param>
/// <param name="Body">The CloudEvent.</param>
/// <param name="Signature">Its <c>hf-signature</c>.</param>
/// <param name="Recipients">The agencies that must be told, exactly.</param>
internal sealed record ChangeMessage(int Number, string Sender, string Key, byte[] Body, string Signature, IReadOnlyList<string> Recipients);
