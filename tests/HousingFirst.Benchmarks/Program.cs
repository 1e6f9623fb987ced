using HousingFirst.Benchmarks;

return await BenchmarkCommandLine.RunAsync(args);
