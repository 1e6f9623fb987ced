using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;
using NodaTime.Text;

namespace HousingFirst.Hub.DeadLetters;

/// <summary>
/// Counts, a day and agency, how often "not a client of yours here" was the answer: more than twenty is someone guessing references, and a
/// task for the specialist (rule 10).
/// </summary>
public sealed class CountRefusals(ITables tables, TellSpecialist specialist, HubOptions options)
{
    /// <summary>As many may be typing errors.</summary>
    public const int MostADay = 20;

    /// <summary>Counts one refusal; the same message again is not another.</summary>
    public async ValueTask RunAsync(string agency, string message, Surroundings at, CancellationToken cancellation)
    {
        var day = LocalDatePattern.Iso.Format(at.Today);
        var partition = Keys.Of(options.Community, "counters", day);
        while (true)
        {
            var known = await tables.GetAsync(Table.Directory, partition, Keys.Of(agency), cancellation);
            var again = known?.Text("last") == message;
            var unknownClients = (known?.Number("unknownClients") ?? 0) + (again ? 0 : 1);
            if (!again)
            {
                var next = RowVersions.NewRow(Keys.Of(agency)).With("unknownClients", unknownClients).With("last", message);
                RowWrite write = known is null ? new RowWrite.Insert(next) : new RowWrite.Update(next, known.ETag!);
                if (await tables.BatchAsync(Table.Directory, partition, [write], cancellation) is BatchOutcome.Conflict) continue;
            }

            // The same message again may have been cut off before this mail: sent again, it is the same mail.
            if (unknownClients == MostADay + 1)
                await specialist.RunAsync(SpecialistTaskKind.ManyUnknownClients, $"unknown-clients.{agency}.{day}", agency, null, at, cancellation);
            return;
        }
    }
}
