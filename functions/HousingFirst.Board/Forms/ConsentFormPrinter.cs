using System.Resources;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Wording;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HousingFirst.Board.Forms;

/// <summary>Writes the consent form: as a page that prints on one sheet, or as plain text. Both say the same words.</summary>
public static class ConsentFormPrinter
{
    internal static readonly ResourceManager Resources = new("HousingFirst.Board.Forms.ConsentWords", typeof(ConsentFormPrinter).Assembly);

    /// <summary>What may be told, in the order of the columns: <c>B</c> and the facets of the contract's <c>allows</c>.</summary>
    internal static readonly string[] Facets = ["B", "housing", "health", "justice", "money", "safety", "family"];

    /// <summary>What the one person named may be told of what is most private: with <c>R</c>, and these facets.</summary>
    internal static readonly string[] PrivateFacets = ["health", "safety", "family", "other"];

    /// <summary>What the form says of a client's rights.</summary>
    internal static readonly string[] Rights = ["No", "Stop", "Ask", "Danger", "Never"];

    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
        .BuildServiceProvider();

    /// <summary>A whole HTML document that loads nothing and runs nothing: one page of A4 or Letter.</summary>
    public static async Task<string> HtmlAsync(ConsentFormContent content)
    {
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ConsentFormPage.Form)] = content,
            [nameof(ConsentFormPage.Words)] = new Phrases(Resources, content.Language),
        });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ConsentFormPage>(parameters)).ToHtmlString());
        return string.Join('\n', html.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) + "\n";
    }

    /// <summary>The same as plain text, for a screen reader, a mail or a telephone call.</summary>
    public static string Text(ConsentFormContent content)
    {
        var words = new Phrases(Resources, content.Language);
        var text = new StringBuilder();
        void Say(string line) => text.Append(line).Append('\n');
        Say(words["Title"]);
        Say(string.Empty);
        Say(words["Lead"]);
        Say(string.Empty);
        foreach (var right in Rights) Say($"- {words[$"{right}.Title"]} {words[right]}");
        Say(string.Empty);
        Say(words["Tick"]);
        foreach (var partner in content.Partners.Concat(Enumerable.Repeat(Line, content.OpenRows)))
        {
            Say(string.Empty);
            Say(partner);
            Say("  " + string.Join("  ", Facets.Select(facet => $"[ ] {words[$"Facet.{facet}"]}")));
        }

        Say(string.Empty);
        foreach (var facet in Facets) Say($"{words[$"Facet.{facet}"]}{words["Colon"]} {words[$"Facet.{facet}.Says"]}");
        Say(words["Ceiling"]);
        Say(string.Empty);
        Say($"{words["Private.Title"]} {words["Private"]}");
        Say($"  {words["Private.Name"]} {Line}  {words["Private.Organisation"]} {Line}");
        Say("  " + string.Join("  ", PrivateFacets.Select(facet => $"[ ] {words[$"Facet.{facet}"]}")));
        Say(string.Empty);
        Say($"{words["Until"]} {words["Until.From"]} {Line} {words["Until.To"]} {Line}. {words["Until.Most"]}");
        Say($"{words["Way"]} {string.Join("  ", Ways.Select(way => $"[ ] {words[$"Way.{way}"]}"))}");
        foreach (var hand in Hands) Say($"{words[$"Hand.{hand}"]} {Line}");
        Say(string.Empty);
        Say($"{words["Call"]} {content.Program ?? Line}, {content.Phone ?? Line}");
        Say(words.Fill("Worker", PrintedForm.Version));
        Say($"{words["Reference"]} {Line}");
        return text.ToString();
    }

    /// <summary>The ways a consent is given: the contract's <c>method</c>.</summary>
    internal static readonly string[] Ways = ["written", "electronic", "spoken"];

    /// <summary>What is written by hand at the end.</summary>
    internal static readonly string[] Hands = ["Client", "Date", "Worker", "Witness"];

    private const string Line = "____________________";
}
