using System.Text;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Network;

/// <summary>An agency suggests who might join: whoever suggests the same organisation means the same prospect, and a repeat has no second effect.</summary>
public sealed class SuggestionTests
{
    private static readonly ProspectId Library = new("bibliotheque-galt");

    [Fact]
    public async Task A_suggestion_adds_a_prospect_with_everything_it_says()
    {
        var world = await HubWorld.CreateAsync();
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Suggest(
            "river-icm", "Bibliothèque Galt", "computers, and a warm room",
            "\"contact\":{\"name\":\"Jo Smith\",\"phone\":\"+1 403 555 0190\",\"mail\":\"jo@library.example\"},\"area\":\"downtown\",\"role\":\"OUT\"")));

        var prospect = Assert.Single(await world.Hub.Network.AllAsync(CancellationToken.None));
        Assert.Equal((Library, "Bibliothèque Galt"), (prospect.Id, prospect.Name));
        var suggestion = Assert.Single(prospect.Suggestions);
        Assert.Equal(("river-icm", "computers, and a warm room", "downtown"), (suggestion.Agency, suggestion.Why, suggestion.Area));
        Assert.Equal(Role.OUT, suggestion.Role);
        Assert.Equal(new ProspectContact("Jo Smith", "+1 403 555 0190", "jo@library.example"), suggestion.Contact);
        Assert.Null((await world.Hub.ReadNetwork.FindAsync("bibliotheque galt", CancellationToken.None))!.Standing);
        Assert.Empty(world.Queues.Messages);
    }

    [Fact]
    public async Task The_same_name_in_another_spelling_is_the_same_prospect()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Bibliothèque Galt"));
        await world.ReceiveAsync(world.Suggest("prairie-hospital", "BIBLIOTHEQUE  GALT"));
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var (_, isNew) = await world.Hub.SuggestPartner.RunAsync(
            "bibliothèque galt.", new SuggestionText(null, "Robin", null, null, null, null), at, CancellationToken.None);

        Assert.False(isNew);
        var prospect = Assert.Single(await world.Hub.Network.AllAsync(CancellationToken.None));
        Assert.Equal("Bibliothèque Galt", prospect.Name);
        Assert.Equal(["river-icm", "prairie-hospital", null], prospect.Suggestions.Select(s => s.Agency).OrderByDescending(a => a, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_repeat_has_no_second_effect_even_after_the_prospect_was_removed()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Suggest("river-icm", "Bibliothèque Galt");
        await world.ReceiveAsync(message);
        var once = await EndState.OfAsync(world);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        Assert.Equal(once, await EndState.OfAsync(world));

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Suggest("river-icm", "bibliotheque GALT")));
        Assert.Single((await world.Hub.Network.ReadAsync(Library, CancellationToken.None))!.Prospect.Suggestions);

        await world.Hub.Network.RemoveAsync(Library, CancellationToken.None);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 3 }));
        Assert.Empty(await world.Hub.Network.AllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_refused_on_the_senders_queue()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Bibliothèque Galt", id: "s-1"));
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Suggest("river-icm", "Another", id: "s-1")));
        Assert.Equal(RefusalReasons.IdReused, refused.Reason);
        Assert.Contains("id.reused", Assert.Single(world.Queues.BodiesOf("river-icm")), StringComparison.Ordinal);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Suggest("prairie-hospital", "Another", id: "s-1")));
        Assert.Equal(2, (await world.Hub.Network.AllAsync(CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("\"why\":\"x\"", "`data.organisation`: missing")]
    [InlineData("\"organisation\":\"Library\"", "`data.why`: missing")]
    [InlineData("\"organisation\":\"!?\",\"why\":\"x\"", "`data.organisation`: neither a letter nor a digit")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"one of ours, 123456789\"", "`data.why`: nine digits in a row; nothing about a client belongs here")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"x\",\"role\":\"POL\"", "`data.role`: not one of its words")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"x\",\"contact\":{\"phone\":\"403-555-0190\"}", "`data.contact.name`: missing")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"x\",\"contact\":{\"name\":\"Jo\",\"phone\":\"ask Dana\"}", "`data.contact.phone`: not in its form")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"x\",\"contact\":{\"name\":\"Jo\",\"mail\":\"jo at library\"}", "`data.contact.mail`: not in its form")]
    [InlineData("\"organization\":\"Library\",\"why\":\"x\"", "did you mean `organisation`?")]
    [InlineData("\"organisation\":\"Library\",\"why\":\"x\"", "`subject`: not taken here", "\"subject\":\"PH-0018\",")]
    public async Task A_wrong_suggestion_is_answered_in_words_and_adds_nothing(string data, string said, string before = "")
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Signed(
            "prairie-hospital",
            $$"""
            {"specversion":"1.0","type":"ca.housingfirst.partner.suggested.v1","source":"/agencies/prairie-hospital","id":"s-1",{{before}}"data":{ {{data}} } }
            """,
            QueueNames.PartnerActivity);

        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(message));

        Assert.Equal(RefusalReasons.DataInvalid, refused.Reason);
        Assert.Contains(said, refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("123456789", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", refused.Description, StringComparison.Ordinal);
        Assert.Contains("data.invalid", Assert.Single(world.Queues.BodiesOf("prairie-hospital")), StringComparison.Ordinal);
        Assert.Empty(await world.Hub.Network.AllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task On_the_other_queue_it_is_sent_to_its_own()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Suggest("river-icm", "Library");
        var moved = world.Signed("river-icm", Encoding.UTF8.GetString(message.Body.Span), QueueNames.ClientChanges);
        Assert.Equal(RefusalReasons.TypeWrongQueue, Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(moved)).Reason);
    }

    [Fact]
    public async Task That_it_came_is_forgotten_after_400_days_and_the_prospect_stays()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Library", id: "s-1"));
        world.Clock.Advance(Duration.FromDays(401));
        await world.Hub.Tick.RunAsync(CancellationToken.None);

        var inbox = await world.Tables.RangeAsync(Table.Cycles, "lethbridge|inbox|river-icm", string.Empty, null, 10, CancellationToken.None);
        Assert.Empty(inbox.Rows);
        Assert.Single(await world.Hub.Network.AllAsync(CancellationToken.None));
        Assert.Empty(await EndState.WaitingAsync(world));
    }

    [Fact]
    public async Task An_organisation_of_the_directory_is_shown_as_the_partner_it_is()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "service social de l'hopital des prairies"));
        Assert.Equal("prairie-hospital", Assert.Single(await world.Hub.ReadNetwork.ListAsync(CancellationToken.None)).Partner);
    }
}
