using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// A partner asks the specialist to call (practice 6: someone is always there), by an agency's message or by the link at the foot of a mail. It
/// leads to a task, and a mail that says who asks; what was written with it is only in the task.
/// </summary>
public sealed class AskSpecialist(TellSpecialist specialist)
{
    /// <summary>Asks. The same cause again is the same request.</summary>
    /// <param name="cause">What makes it the only one: letters, digits, hyphens, dots.</param>
    /// <param name="agency">Who asks.</param>
    /// <param name="contact">Which of its people, where one does.</param>
    /// <param name="help">What for.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(
        string cause, string agency, string? contact, RequestedHelp help, Surroundings at, CancellationToken cancellation) => await specialist.RunAsync(
            new SpecialistTask(SpecialistTaskKind.Asked, cause, at.Now)
            {
                Agency = agency,
                Contact = contact,
                Request = help,
                Course = new RequestCourse(ResponsePromise.Of(at.Now, at.Community)),
            },
            at,
            cancellation);
}
