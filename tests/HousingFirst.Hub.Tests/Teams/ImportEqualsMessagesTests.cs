using CsCheck;
using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Teams;
using Xunit;

namespace HousingFirst.Hub.Tests.Teams;

/// <summary>Whatever a program states in a sheet, the hub then knows what it would know had the program sent messages; and a second import finds nothing to do.</summary>
public sealed class ImportEqualsMessagesTests
{
    [Fact]
    public Task Any_sheet_makes_the_same_teams_as_messages_would() => Gen.Select(AnySheet.Towns, AnySheet.Layouts, AnySheet.Layouts).SampleAsync(
        async (town, layout, other) =>
        {
            var imported = await HubWorld.CreateAsync();
            var plan = await imported.LoadAsync(layout.Write(town));
            var told = await HubWorld.CreateAsync();
            await SendAsync(told, town);

            foreach (var client in town.Clients) Assert.Equal(Says(await told.ClientAsync(client.Reference)), Says(await imported.ClientAsync(client.Reference)));
            foreach (var agency in town.Clients.SelectMany(c => c.Members).Select(m => m.Agency).Append("river-icm").Distinct())
            {
                Assert.Equal(
                    await told.Hub.References.AllAsync(agency, TestContext.Current.CancellationToken),
                    await imported.Hub.References.AllAsync(agency, TestContext.Current.CancellationToken));
            }

            Assert.Equal(town.Clients.Length, plan.Count(TeamsChangeKind.NewClient));
            Assert.Equal(town.Clients.Sum(c => c.Members.Length), plan.Count(TeamsChangeKind.NewMember));
            Assert.Equal(town.Clients.Sum(c => c.Consents.Length), plan.Count(TeamsChangeKind.NewConsent));
            var again = Assert.IsType<TeamsImport.Queued>(await imported.ImportAsync(other.Write(town)));
            Assert.Empty(again.Messages);
            Assert.Empty(again.Plan.Changes);
            Assert.Equal(town.Clients.Sum(c => c.Members.Length + c.Consents.Length), again.Plan.Unchanged);
        },
        iter: 60);

    private static async Task SendAsync(HubWorld world, Town town)
    {
        foreach (var client in town.Clients)
        {
            await SendAsync(world, client, "program.enrolled", string.Empty);
            foreach (var member in client.Members)
            {
                await SendAsync(
                    world, client, "team.joined",
                    $$"""
                    "member":{"organisation":"{{member.Agency}}","contact":"{{member.Contact}}","role":"{{member.Role}}","visits":{{(member.Visits ? "true" : "false")}},"theirRef":"{{member.TheirRef}}"}
                    """);
            }

            foreach (var consent in client.Consents)
            {
                var witness = consent.Witness is null ? string.Empty : $"\"witness\":\"{consent.Witness.Replace("\"", "\\\"", StringComparison.Ordinal)}\",";
                await SendAsync(
                    world, client, "consent.given",
                    $$"""
                    "consent":{"id":"{{consent.Id}}","recipient":"{{consent.Recipient}}","allows":["{{string.Join("\",\"", consent.Allows)}}"],"from":"{{consent.From}}",
                    "to":"{{consent.To}}","method":"{{consent.Method}}",{{witness}}"form":"{{consent.Form}}"}
                    """);
            }
        }
    }

    private static async Task SendAsync(HubWorld world, StatedClient client, string code, string extra) =>
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("river-icm", client.Reference, code, extra)));

    private static string Says(ClientState state) => string.Join(
        '\n',
        state.Memberships.Select(m => $"{m} {m.TheirRef.Value}")
            .Concat(state.Consents.OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => c.ToString()))
            .Prepend($"{state.Head.Client.Value} {state.Head.Version}"));
}
