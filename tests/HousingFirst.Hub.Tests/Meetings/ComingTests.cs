using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>A list of contacts says how many of a program's partners come to the next meeting.</summary>
public sealed class ComingTests
{
    [Fact]
    public async Task The_page_counts_partners_once_a_meeting_is_called_and_forgets_them_once_it_is_over()
    {
        var world = await OpenAsync();
        await world.OpenMonthAsync();
        Assert.Null(await ComingAsync(world));
        await world.AdvanceToAsync(1, 8, 31);
        Assert.Null(await ComingAsync(world));
        await world.AnswerAsync("river-icm", "dana");
        await world.AnswerAsync("southside-housing", "morgan", comes: false);
        Assert.Null(await ComingAsync(world));
        await world.AnswerAsync("prairie-hospital", "marieve");
        Assert.Equal((new LocalDate(2026, 12, 9), 1), (await ComingAsync(world)) is { } one ? (one.On, one.Coming) : default);
        await world.AnswerAsync("southside-housing", "morgan");
        var owed = (await world.MonthAsync("river-icm")).Obligations.Count(o => o is { Owed: true, Released: false });
        Assert.Equal(new ComingPartners(new LocalDate(2026, 12, 9), 2, owed), await ComingAsync(world));
        await world.AdvanceToAsync(8, 16, 0);
        Assert.Null(await ComingAsync(world));
    }

    [Fact]
    public async Task The_reminder_says_so_too()
    {
        var world = await OpenAsync();
        await world.OpenMonthAsync();
        await world.AdvanceToAsync(15, 8, 31);
        await world.AnswerAsync("prairie-hospital", "marieve", meeting: Second);
        await world.AdvanceToAsync(20, 8, 31);
        Assert.Equal(
            (new LocalDate(2026, 12, 23), 1),
            world.Mailer.To("dana").OfType<MailContent.ContactList>().Last().Coming is { } coming ? (coming.On, coming.Coming) : default);
    }

    private static async Task<ComingPartners?> ComingAsync(HubWorld world)
    {
        var at = await world.AtAsync();
        return (await world.Hub.Contacts.ReadList.RunAsync(at.Directory.Find("river-icm")!, Language.English, at, CancellationToken.None)).Coming;
    }
}
