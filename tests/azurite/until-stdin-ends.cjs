// Ends the server with whoever started it, however that ended: nothing is left behind.
process.stdin.on("end", () => process.exit(0)).resume();
