using System.Reflection;
using HousingFirst.Board;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Mail;
using Xunit;

namespace HousingFirst.Hub.Tests.Architecture;

/// <summary>Core is under Hub, Hub under everything else; heads know adapters, adapters never know heads or each other.</summary>
public sealed class LayersTests
{
    [Fact]
    public void The_core_knows_NodaTime_and_nothing_of_ours() =>
        Assert.Equal(["NodaTime"], Ours(typeof(ChangeRules).Assembly, "NodaTime"));

    [Fact]
    public void The_hub_knows_the_core_and_no_adapter() =>
        Assert.Equal(["HousingFirst.Core"], Ours(typeof(HousingFirstHub).Assembly));

    [Fact]
    public void Mail_and_pages_know_the_hub_and_not_each_other()
    {
        Assert.All(Ours(typeof(MailRenderer).Assembly), n => Assert.Contains(n, new[] { "HousingFirst.Core", "HousingFirst.Hub" }));
        Assert.All(Ours(typeof(BoardPages).Assembly), n => Assert.Contains(n, new[] { "HousingFirst.Core", "HousingFirst.Hub" }));
    }

    [Fact]
    public void The_core_does_no_input_or_output()
    {
        string[] doing = ["System.IO.FileSystem", "System.Net.Http", "System.Net.Sockets", "System.Console", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore"];
        var known = typeof(ChangeRules).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(known, n => doing.Any(d => n.StartsWith(d, StringComparison.Ordinal)));
    }

    private static string[] Ours(Assembly assembly, string prefix = "HousingFirst.") =>
        [.. assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
