using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board;

/// <summary>What a page does with each verb: GET and HEAD read and change nothing, POST acts, any other is refused.</summary>
internal static class PageVerbs
{
    /// <summary>A page that is only read.</summary>
    public static Task ReadOnly(HttpContext context, RequestDelegate page) => IsRead(context)
        ? page(context)
        : RefusedAsync(context, "GET, HEAD", "This page is only read: use GET or HEAD.\n");

    /// <summary>A page with buttons.</summary>
    public static Task Acting(HttpContext context, RequestDelegate read, RequestDelegate act)
    {
        if (IsRead(context)) return read(context);
        return HttpMethods.IsPost(context.Request.Method)
            ? act(context)
            : RefusedAsync(context, "GET, HEAD, POST", "This page is read with GET or HEAD, and its buttons act by POST.\n");
    }

    private static bool IsRead(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    private static Task RefusedAsync(HttpContext context, string allow, string words)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = allow;
        return PageResponse.TextAsync(context, words);
    }
}
