using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using HousingFirst.Local.Tests.Kills;
using HousingFirst.Local.Tests.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Docs;

/// <summary>The six steps of docs/first-day.md, typed word for word in one shell beside a hub that runs as the page says.</summary>
public sealed partial class FirstDayTests
{
    /// <summary>The day and the time that the page shows.</summary>
    private const string Shown = "2026-12-01", ShownTime = Shown + " 09:30";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_six_steps_print_what_the_page_shows()
    {
        Guide.Needs("bash");
        using var folder = new DataFolder();
        var blocks = Blocks().Matches(await Guide.ReadAsync("docs/first-day.md", Stop)).Select(m => (Language: m.Groups[1].Value, Text: m.Groups[2].Value)).ToArray();
        Assert.Equal(("bash", "hub up --empty --data town\n"), blocks[0]);
        var town = Path.Combine(folder.Path, "town");
        using var hub = await HubProcess.StartAsync(town, HubProcess.FreePort(), "--empty");
        while (!hub.Printed.Any(l => l.Contains("Ctrl+C", StringComparison.Ordinal))) await Task.Delay(20, Stop);

        using var shell = new TypingShell(folder.Path);
        await shell.TypeAsync(hub.Printed.Single(l => l.Contains("hub() {", StringComparison.Ordinal)));
        var printed = string.Empty;
        foreach (var (language, text) in blocks.Skip(1))
        {
            if (language == "text")
            {
                Assert.True(
                    Same(printed).Contains(Same(text), StringComparison.Ordinal),
                    $"{text}\nis not in\n{printed}\nOn standard error:\n{string.Join('\n', shell.Errors)}\nThe hub said:\n{string.Join('\n', hub.Printed)}");
            }
            else printed = await shell.TypeAsync(text);
            // What is told at once is told after the change was accepted: a reader is slower than a test.
            for (var i = 0; text.Contains("hub send", StringComparison.Ordinal) && i < 400 && !IsMailed(town); i++) await Task.Delay(25, Stop);
        }

        Assert.Equal(8, blocks.Count(b => b.Language == "text"));
        Assert.Contains("All well.", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("TB-0001", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(town, "mail"), "*.eml")), Stop), StringComparison.Ordinal);
        Assert.Contains("Taber", await File.ReadAllTextAsync(Path.Combine(folder.Path, "consent.html"), Stop), StringComparison.Ordinal);
    }

    private static bool IsMailed(string town) => Directory.Exists(Path.Combine(town, "mail")) && Directory.GetFiles(Path.Combine(town, "mail"), "*.eml").Length > 0;

    /// <summary>A text without what differs by day and by a list's columns.</summary>
    private static string Same(string text) =>
        Spaces().Replace(ConsentIds().Replace(Days().Replace(Times().Replace(text, ShownTime), "on " + Shown), "consent S"), " ").Trim();

    [GeneratedRegex("```(bash|text)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d")]
    private static partial Regex Times();

    [GeneratedRegex(@"on \d{4}-\d\d-\d\d")]
    private static partial Regex Days();

    [GeneratedRegex("consent S-[0-9A-Z]{12}")]
    private static partial Regex ConsentIds();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>One shell, typed into a block at a time, as a reader does.</summary>
    private sealed class TypingShell : IDisposable
    {
        private const string End = "-- typed --";
        private readonly string folder;
        private readonly Process bash;
        private readonly ConcurrentQueue<string> errors = [];

        public TypingShell(string folder)
        {
            this.folder = folder;
            var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add("-eu");
            bash = Process.Start(start)!;
            bash.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? string.Empty);
            bash.BeginErrorReadLine();
        }

        /// <summary>What its commands have said on standard error, line by line.</summary>
        public IReadOnlyCollection<string> Errors => errors;

        /// <summary>Types a block and gives what it printed; each of its commands must end with 0.</summary>
        public async Task<string> TypeAsync(string block)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "typed.sh"), block, Stop);
            await bash.StandardInput.WriteLineAsync($". ./typed.sh; echo '{End}'");
            await bash.StandardInput.FlushAsync(Stop);
            var lines = new List<string>();
            for (var line = await bash.StandardOutput.ReadLineAsync(Stop); line != End; line = await bash.StandardOutput.ReadLineAsync(Stop))
                lines.Add(line ?? throw new InvalidOperationException($"{block}\n{string.Join('\n', lines)}\n{string.Join('\n', errors)}"));
            return string.Join('\n', lines);
        }

        public void Dispose()
        {
            bash.StandardInput.Close();
            if (!bash.WaitForExit(TimeSpan.FromSeconds(5))) bash.Kill(entireProcessTree: true);
            bash.Dispose();
        }
    }
}
