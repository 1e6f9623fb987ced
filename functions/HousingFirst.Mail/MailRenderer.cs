using System.Text.Encodings.Web;
using System.Text.Unicode;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Html;
using HousingFirst.Mail.Letters;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HousingFirst.Mail;

/// <summary>Writes a mail's bodies from its content, in the recipient's language. The same content always gives the same bodies.</summary>
public static class MailRenderer
{
    // Without an encoder for all letters every é would be written as an entity.
    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
        .BuildServiceProvider();

    /// <summary>Renders one mail. Takes no clock: what a mail says about time is in its content.</summary>
    public static async Task<RenderedMail> RenderAsync(MailContent mail)
    {
        var letter = LetterWriter.Write(mail);
        return new RenderedMail(letter.LanguageTag, letter.Subject, await HtmlAsync(letter), LetterText.Of(letter));
    }

    private static async Task<string> HtmlAsync(Letter letter)
    {
        // A renderer keeps every component it ever rendered: one a mail, or memory grows with each.
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(LetterPage.Letter)] = letter });
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<LetterPage>(parameters)).ToHtmlString());
        // Components leave blank lines behind; the source of a mail is read by people too.
        var lines = html.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines) + "\n";
    }
}

/// <summary>A mail, ready for any carrier.</summary>
/// <param name="LanguageTag"><c>en-CA</c> or <c>fr-CA</c>: the Content-Language.</param>
/// <param name="Subject">
/// The same for every mail of a language, whatever changed and however urgent: it is read on locked screens and in shared inbox lists.
/// </param>
/// <param name="Html">A whole HTML document that loads nothing.</param>
/// <param name="Text">The same words as plain text.</param>
public sealed record RenderedMail(string LanguageTag, string Subject, string Html, string Text);
