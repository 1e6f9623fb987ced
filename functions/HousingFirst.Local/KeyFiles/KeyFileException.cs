namespace HousingFirst.Local.KeyFiles;

/// <summary>A key file can't be used. The message says which and what to do, for the person at the keyboard; never a key.</summary>
internal sealed class KeyFileException(string message, Exception? inner = null) : IOException(message, inner);
