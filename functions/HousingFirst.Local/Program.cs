using HousingFirst.Commands;
using HousingFirst.Local.Commands;

return await HubCommandLine.RunAsync(args, Terminal.OfProcess());
