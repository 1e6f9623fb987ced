using CsCheck;
using HousingFirst.Contracts.Model;
using Xunit;

namespace HousingFirst.Hub.Tests.Model;

/// <summary>The model of one notice's life: every state it can reach is looked at, and each promise is shown to notice the mistakes it is for.</summary>
public sealed class NoticeLifeTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> CaughtBy = new()
    {
        ["acknowledged before the batch"] = "ACCEPTED-IS-KEPT",
        ["sent before the batch"] = "BATCH-FIRST",
        ["acknowledged before handing over"] = "WORK-IS-INDEXED",
        ["a cut-off handing over is called done"] = "WORK-IS-INDEXED",
        ["a line in a slot gets no due row"] = "ENDS-WELL",
        ["a resend has a new message id"] = "ONE-AT-A-TIME",
        ["the queue forgets what was taken"] = "ONCE",
        ["a repeat is handed over as well"] = "ONCE",
        ["a repeat is filed a second time"] = "REPEAT-IS-QUIET",
        ["marked as sent before it is sent"] = "COVERAGE-IS-TRUE",
        ["no second look before a mail leaves"] = "NOTHING-AFTER-WITHDRAWAL",
        ["no second look before handing over again"] = "NOTHING-AFTER-WITHDRAWAL",
        ["a mail isn't marked as leaving"] = "STOP-REACHES",
        ["marked as leaving without a look at the head"] = "STOP-REACHES",
        ["a withdrawal forgets those whose sending was cut off"] = "STOP-REACHES",
        ["a withdrawal cut off is not handled again"] = "ENDS-WELL",
        ["a second look takes back what may have left"] = "COVERAGE-IS-TRUE",
        ["deleted before it is noted as fetched"] = "FETCHED-FIRST",
        ["marked as sent over what the agency did meanwhile"] = "NEVER-BACK",
        ["the due row goes before its work"] = "ENDS-WELL",
        ["the digest's line goes before its mail"] = "ENDS-WELL",
    };

    [Fact]
    public void Every_promise_holds_in_every_state_it_can_reach()
    {
        var report = LifeSpec.Create().Exhaustive(output.WriteLine);

        Assert.True(report.Closed);
        Assert.Equal((127_993, 752_192L), (report.States, report.Transitions));
        Assert.Equal(0, report.DeadlockStates);
        Assert.Empty(report.NeverTriggered);
        Assert.Empty(report.NeverFired);
    }

    [Fact]
    public void Every_planted_mistake_is_caught_by_the_promise_it_breaks()
    {
        var report = LifeSpec.Create().Faults(output.WriteLine);

        Assert.Empty(report.Inconclusive);
        Assert.Equal(CaughtBy, report.Results.ToDictionary(r => r.Fault, r => r.CaughtBy ?? "nothing"));
        Assert.Empty(report.Unexercised);
    }
}
