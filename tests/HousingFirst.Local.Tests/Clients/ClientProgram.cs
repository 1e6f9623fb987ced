using System.Diagnostics;
using HousingFirst.Contracts;
using HousingFirst.Local.Tests.Docs;
using Xunit;

namespace HousingFirst.Local.Tests.Clients;

/// <summary>A stranger's program against the hub: JavaScript with the packages of <c>tests/clients</c>, or Python with Qpid Proton.</summary>
internal static class ClientProgram
{
    private static readonly Lazy<string?> Python = new(() => Array.Find(["python3", "/usr/bin/python3"], HasProton));

    /// <summary>Where the suites and their packages are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "clients");

    private static string Packages => Path.Combine(Folder, "node_modules");

    /// <summary>Skips the test where what the script needs isn't installed; in CI fails it.</summary>
    public static void Needs(string script)
    {
        if (script.EndsWith(".py", StringComparison.Ordinal))
        {
            Guide.Needs(Python.Value is not null, "Qpid Proton for Python (python3-qpid-proton)");
            return;
        }

        Guide.Needs("node");
        Guide.Needs(File.Exists(Path.Combine(Packages, ".package-lock.json")), "tests/clients/node_modules (`npm ci` there)");
    }

    /// <summary>Lets a script that isn't in <see cref="Folder"/> use the packages, as after <c>npm install</c>.</summary>
    public static void Install(string folder) => Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Packages);

    /// <summary>Runs a script to its end; one that hangs is ended, and fails the test.</summary>
    public static async Task<Ended> RunAsync(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(script.EndsWith(".py", StringComparison.Ordinal) ? Python.Value! : "node")
        {
            WorkingDirectory = Path.GetDirectoryName(script),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{Path.GetFileName(script)} did not end within a minute.\n{await output}\n{await errors}");
        }

        return new Ended(process.ExitCode, await output, await errors);
    }

    private static bool HasProton(string python)
    {
        var start = new ProcessStartInfo(python, ["-c", "import proton"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            return process.WaitForExit(TimeSpan.FromSeconds(20)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed.
            return false;
        }
    }

    /// <summary>How a script ended and what it printed.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Errors);
}
