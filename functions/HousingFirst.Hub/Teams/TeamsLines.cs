namespace HousingFirst.Hub.Teams;

/// <summary>A sheet's lines client by client, with what is wrong between lines; what a line says is judged by the contract and the rules.</summary>
internal sealed class TeamsLines
{
    private readonly List<SheetDefect> defects;
    private readonly List<SheetClient> clients = [];

    private TeamsLines(TeamsSheet sheet) => defects = [.. sheet.Defects];

    /// <summary>The clients, in the order of their first lines.</summary>
    public IReadOnlyList<SheetClient> Clients => clients;

    /// <summary>What is wrong with the file, with cells, and between lines.</summary>
    public IReadOnlyList<SheetDefect> Defects => defects;

    /// <summary>Reads a sheet.</summary>
    public static TeamsLines Read(TeamsSheet sheet)
    {
        var read = new TeamsLines(sheet);
        var byReference = new Dictionary<string, SheetClient>(StringComparer.Ordinal);
        var references = new Dictionary<(string Partner, string Reference), (string Client, int Line)>();
        foreach (var line in sheet.Lines)
        {
            void Wrong(TeamsColumn column, string rule, string mend) => read.defects.Add(new SheetDefect(line.Line, sheet.NameOf(column), rule, mend));
            if (line[TeamsColumn.Client] is not { } reference)
            {
                Wrong(TeamsColumn.Client, "missing", "write your own reference for the client on every line");
                continue;
            }

            if (!byReference.TryGetValue(reference, out var client))
            {
                client = byReference[reference] = new SheetClient(line);
                read.clients.Add(client);
            }

            client.Take(line, Wrong);
            if (line[TeamsColumn.Partner] is not { } partner || line[TeamsColumn.PartnerReference] is not { } theirs) continue;
            if (!references.TryAdd((partner, theirs), (reference, line.Line)) && references[(partner, theirs)] is var first && first.Client != reference)
                Wrong(TeamsColumn.PartnerReference, $"on line {first.Line} too, for another client", "a partner's reference means one client: write each client's own");
        }

        return read;
    }
}
