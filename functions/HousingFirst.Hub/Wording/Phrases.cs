using System.Globalization;
using System.Resources;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Wording;

/// <summary>
/// The words of one surface (mails, pages) in one language, from its resource file. Never falls back to the other language: a phrase that
/// is missing is an error, not an English line in a French mail.
/// </summary>
public sealed class Phrases
{
    private readonly ResourceSet words;

    /// <summary>Opens the words.</summary>
    /// <param name="resources">The surface's resources: English is the neutral set, French the <c>fr</c> one.</param>
    /// <param name="language">The language to write in.</param>
    /// <exception cref="InvalidOperationException">The language's resources are not beside the program.</exception>
    public Phrases(ResourceManager resources, Language language)
    {
        Language = language;
        Culture = language == Language.French ? CultureInfo.GetCultureInfo("fr") : CultureInfo.InvariantCulture;
        words = resources.GetResourceSet(Culture, createIfNotExists: true, tryParents: false)
            ?? throw new InvalidOperationException(
                $"The {language} words are missing: the program's files are incomplete. Install it again.");
    }

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>The language as HTML and mail headers write it: <c>en-CA</c>, <c>fr-CA</c>.</summary>
    public string Tag => Language == Language.French ? "fr-CA" : "en-CA";

    /// <summary>The resources' culture.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The phrase under a key.</summary>
    /// <exception cref="InvalidOperationException">There is none in this language.</exception>
    public string this[string key] =>
        words.GetString(key) ?? throw new InvalidOperationException($"No phrase {key} in {Language}: add it to the resource file.");

    /// <summary>The phrase under a key, its places <c>{0}</c>, <c>{1}</c> filled.</summary>
    public string Fill(string key, params ReadOnlySpan<object?> values) => string.Format(Culture, this[key], values);
}
