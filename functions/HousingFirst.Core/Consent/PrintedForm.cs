namespace HousingFirst.Core.Consent;

/// <summary>The consent form as the hub prints it.</summary>
public static class PrintedForm
{
    /// <summary>
    /// Its version: what goes into a consent's <c>form</c>. Whoever changes a word of it gives it another: what a client agreed to must be found
    /// again.
    /// </summary>
    public const string Version = "2026-1";
}
