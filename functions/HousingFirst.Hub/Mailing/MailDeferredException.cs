namespace HousingFirst.Hub.Mailing;

/// <summary>
/// A provider that takes mail puts this one off: its recipient's mailbox is full or busy, or it doesn't like this mail. It says nothing of others,
/// so these tries are counted, and after ten a person is asked.
/// </summary>
/// <param name="message">What happened; never an address nor what the provider wrote.</param>
/// <param name="inner">What was thrown.</param>
public sealed class MailDeferredException(string message, Exception? inner = null) : IOException(message, inner);
