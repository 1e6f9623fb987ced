using HousingFirst.Functions.Starting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HousingFirst.Functions.Triggers;

/// <summary>The pages. <c>/admin</c> and <c>/runtime</c> stay the host's.</summary>
public sealed class Web(Site site)
{
    /// <summary>Answers every path and verb; nothing is returned, since the answer is written.</summary>
    [Function(FunctionNames.Pages)]
    public Task Pages(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request) =>
        site.AnswerAsync(request.HttpContext);
}
