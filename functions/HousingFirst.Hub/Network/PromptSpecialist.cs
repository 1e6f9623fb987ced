using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Network;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime.Text;

namespace HousingFirst.Hub.Network;

/// <summary>
/// Asks the specialist, by mail and privately, to look at a prospect: a suggestion nobody has taken up, a day that has come, a rest that is over.
/// The mail first, then the mark that it was sent: cut off in between, the same mail goes again, which is once.
/// </summary>
public sealed class PromptSpecialist(NetworkStore network, NetworkPrompts prompts, TellSpecialist specialist)
{
    /// <summary>Sends what a prospect asks for by now, unless it was sent before.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var id = new ProspectId(item.About!);
        if (await network.ReadAsync(id, cancellation) is not { Prospect: var prospect } || Waiting(prospect, at) is not { } prompt) return;
        if (prompt.At(at.Community.Zone) is var when && when > at.Now)
        {
            // A later step has a row of its own; a community whose zone was set anew has its mornings at other instants.
            await prompts.PutAsync(id, when, cancellation);
            return;
        }

        var cause = $"prospect.{id}.{prompt.Cause}.{LocalDatePattern.Iso.Format(prompt.On)}";

        // Nobody at the lead organisation has an address (`hub check` says so): the list goes on showing it.
        if (!await specialist.OfProspectAsync(KindOf(prompt.Reason), cause, prospect.Name, at, cancellation)) return;
        await network.ChangeAsync(
            id,
            known => known is not null && Waiting(known, at) == prompt ? known with { Prompted = prompt.Cause } : null,
            (_, _) => ValueTask.CompletedTask,
            cancellation);
    }

    /// <summary>What is asked for, now or later, and was not sent yet.</summary>
    private static Prompt? Waiting(Prospect prospect, Surroundings at) =>
        Recruitment.PromptOf(prospect, at.Community.Zone) is { } prompt && prompt.Cause != prospect.Prompted ? prompt : null;

    private static SpecialistTaskKind KindOf(PromptReason reason) => reason switch
    {
        PromptReason.Suggested => SpecialistTaskKind.PartnerSuggested,
        PromptReason.AskAgain => SpecialistTaskKind.AskAgain,
        PromptReason.RestOver => SpecialistTaskKind.RestOver,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
