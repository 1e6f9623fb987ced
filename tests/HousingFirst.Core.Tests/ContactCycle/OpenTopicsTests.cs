using HousingFirst.Core.ContactCycle;

namespace HousingFirst.Core.Tests.ContactCycle;

public sealed class OpenTopicsTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 12, 1, 18, 0);

    [Fact]
    public void The_last_talk_says_what_is_open_and_one_with_nothing_new_closes_it()
    {
        var first = Talk(1, "beds", "visit");
        Assert.Equal(new OpenTopics(new LocalDate(2026, 12, 1), "beds", "visit"), OpenTopics.Of([first]));
        Assert.Equal("rent", OpenTopics.Of([Talk(8, "rent"), first])!.Topics);
        Assert.Null(OpenTopics.Of([first, Talk(8, null)]));
        Assert.Null(OpenTopics.Of([]));
    }

    [Fact]
    public void An_attempt_and_a_reason_close_nothing() => Assert.Equal(
        "beds",
        OpenTopics.Of([Talk(1, "beds"), Talk(8, "x") with { Outcome = ContactOutcome.Attempted }, Talk(9, "y") with { Outcome = ContactOutcome.NotMade, Mode = null }])!.Topics);

    [Fact]
    public void Of_one_talk_recorded_by_both_the_last_that_says_something_counts()
    {
        var partner = Talk(1, "beds") with { Key = "p", By = "prairie-hospital", Recorded = Noon + Duration.FromHours(30) };
        Assert.Equal("beds", OpenTopics.Of([Talk(1, null), partner])!.Topics);
        Assert.Equal("beds", OpenTopics.Of([partner, Talk(1, null) with { Recorded = Noon + Duration.FromHours(40) }])!.Topics);
        Assert.Equal("beds", OpenTopics.Of([Talk(1, "rent"), partner])!.Topics);
    }

    private static ContactMade Talk(int day, string? topics, string? next = null) =>
        new($"k{day}", new LocalDate(2026, 12, day), ContactOutcome.Made, ContactMode.Phone, null, "river-icm", Noon + Duration.FromDays(day)) { Body = "b", Topics = topics, FollowUp = next };
}
