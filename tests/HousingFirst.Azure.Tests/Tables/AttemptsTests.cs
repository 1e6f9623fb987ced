using HousingFirst.Azure.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Tables;

public sealed class AttemptsTests
{
    [Theory]
    [InlineData(1, 0.0, 100)]
    [InlineData(1, 1.0, 300)]
    [InlineData(2, 0.5, 400)]
    [InlineData(4, 0.5, 1600)]
    public void A_wait_doubles_give_or_take_a_half(int attempt, double chance, int milliseconds) =>
        Assert.Equal(milliseconds, Attempts.Wait(attempt, null, chance).TotalMilliseconds, 0.001);

    [Theory]
    [InlineData(3, 0.0, 3000)]
    [InlineData(3, 0.5, 3100)]
    [InlineData(-5, 0.0, 0)]
    [InlineData(3600, 0.0, 20_000)]
    public void A_wait_that_is_asked_for_is_granted_up_to_a_bound(int asked, double chance, int milliseconds) =>
        Assert.Equal(milliseconds, Attempts.Wait(4, TimeSpan.FromSeconds(asked), chance).TotalMilliseconds, 0.001);

    [Fact]
    public async Task What_is_no_fault_of_storage_passes_through_and_is_not_tried_again()
    {
        var attempts = new Attempts(TimeProvider.System);
        var tries = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await attempts.RunAsync<int>(
            _ =>
            {
                tries++;
                throw new InvalidOperationException();
            },
            TestContext.Current.CancellationToken));
        Assert.Equal((1, 0), (tries, attempts.Repeats));
    }
}
