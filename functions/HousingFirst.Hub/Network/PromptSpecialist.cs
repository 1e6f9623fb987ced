using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Network;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime.Text;

namespace HousingFirst.Hub.Network;

/// <summary>
/// Asks the specialist, privately, to look at a prospect: a suggestion nobody has taken up, a day that has come, a rest that is over. The task
/// first, which the morning mail says, then the mark that it was asked for: cut off in between, the same task is put down again, which is once.
/// </summary>
public sealed class PromptSpecialist(NetworkStore network, NetworkPrompts prompts, TellSpecialist specialist)
{
    /// <summary>Puts down what a prospect asks for by now, unless it was put down before.</summary>
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

        await specialist.OfProspectAsync(KindOf(prompt.Reason), ProspectCause.Of(id, prompt), prospect.Name, at, cancellation);
        await network.ChangeAsync(
            id,
            known => known is not null && Waiting(known, at) == prompt ? known with { Prompted = prompt.Cause } : null,
            (_, _) => ValueTask.CompletedTask,
            cancellation);
    }

    /// <summary>What is asked for, now or later, and was not put down yet.</summary>
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

/// <summary>What causes a task about a prospect: <c>prospect.{id}.{prompt's cause}.{day}</c>.</summary>
internal static class ProspectCause
{
    public static string Of(ProspectId id, Prompt prompt) => $"prospect.{id}.{prompt.Cause}.{LocalDatePattern.Iso.Format(prompt.On)}";

    /// <summary>The prospect and its prompt's cause, or null where the cause is another's.</summary>
    public static (ProspectId Id, string Prompt)? Read(string cause) =>
        cause.Split('.') is ["prospect", var id, var prompt, _] ? (new ProspectId(id), prompt) : null;
}
