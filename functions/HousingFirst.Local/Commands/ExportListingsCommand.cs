using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub directory export</c>.</summary>
internal static class ExportListingsCommand
{
    public static Command Create(LocalParts parts)
    {
        var file = new Argument<string?>("FILE") { Description = "A new file; standard output where none is named", Arity = ArgumentArity.ZeroOrOne };
        var tier = new Option<string>("--tier")
        {
            Description = "The most hidden listings to give. More than public leaves an audit entry",
            DefaultValueFactory = _ => "public",
        };
        tier.AcceptOnlyFromAmong([.. ListingTiers.Names]);
        var shape = ImportListingsCommand.ShapeOption("What the items are. Default: organization");
        var id = new Option<string?>("--id") { Description = "Only the item with this id, by itself", HelpName = "ID" };
        var page = Number("--page", "Which page, from 1");
        var size = Number("--size", "Items a page. Default: all on one");
        var command = parts.Command(
            "export", "Write the directory as HSDS 3.0, a page as its API gives it", "hub directory export directory.json", file, tier, shape, id, page, size);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var local = parts.OpenBare(parse);
            var options = new ExportOptions(
                ListingTiers.Parse(parse.GetRequiredValue(tier)),
                parse.GetValue(shape) is { } given ? HsdsShapes.Parse(given) : HsdsShape.Organization,
                parse.GetValue(id),
                parse.GetValue(page) ?? 1,
                parse.GetValue(size));
            var export = local.Hub.ExportListings;
            if (parse.GetValue(file) is { } name)
            {
                var items = await parts.Terminal.WhileAsync("Exporting", ToFileAsync(name, stream => export.RunAsync(stream, options, cancellation)));
                await parts.Terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{items} items in {name}."));
            }
            else
            {
                await using var output = new TextStream(parts.Terminal.Out);
                Found(await export.RunAsync(output, options, cancellation), options);
                await parts.Terminal.Out.WriteLineAsync();
            }

            return ExitCodes.Done;

            async Task<int> ToFileAsync(string path, Func<Stream, ValueTask<int>> write)
            {
                if (File.Exists(path)) throw new CommandFailure($"{path} exists already. Name a new file, or remove that one.");
                var part = path + ".part";
                try
                {
                    int items;
                    await using (var output = File.Create(part)) items = Found(await write(output), options);
                    File.Move(part, path);
                    return items;
                }
                finally
                {
                    File.Delete(part);
                }
            }
        });
        return command;
    }

    private static int Found(int items, ExportOptions options) => items > 0 || options.Id is null
        ? items
        : throw new CommandFailure($"The directory has no {HsdsShapes.NameOf(options.Shape)} with that id that may be seen at this tier. `--tier` gives more hidden ones.");

    private static Option<int?> Number(string name, string description)
    {
        var number = new Option<int?>(name) { Description = description, HelpName = "N" };
        number.Validators.Add(result =>
        {
            if (result.GetValue(number) is < 1) result.AddError($"{name} is a whole number from 1.");
        });
        return number;
    }
}
