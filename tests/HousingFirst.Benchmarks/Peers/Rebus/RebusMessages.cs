namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>What the endpoint puts on the input queue.</summary>
/// <param name="Body">The event as it came.</param>
/// <param name="Signature">Its proof of sender.</param>
internal sealed record ReceivedChange(string Body, string Signature);

/// <summary>What one recipient is told, as Node-RED's flow tells it.</summary>
internal sealed record RebusNotice(
    string Specversion, string Type, string Source, string Id, DateTime Time, string Subject, string Datacontenttype, RebusNoticeData Data);

/// <summary>The change in it.</summary>
internal sealed record RebusNoticeData(
    string Notice, string Kind, string Change, string OccurredOn, string From, string Urgency, string Link, string Call);
