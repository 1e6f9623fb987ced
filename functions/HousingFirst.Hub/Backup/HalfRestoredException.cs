namespace HousingFirst.Hub.Backup;

/// <summary>The tables hold a part of a hub: a restore into them was begun and not ended. Nothing may run on them.</summary>
public sealed class HalfRestoredException() : Exception(
    "The tables hold a part of a hub: a restore was cut off. Do it again with the same backup (hub restore FILE --to-tables); it goes on. Until then nothing is taken or sent.");
