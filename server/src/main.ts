// Everything begins here: `npm start` and `npx perennial …`. See cli/commands.ts for what can be asked.
import { commandLines } from "./cli/commands.ts";
import { runCommandLine } from "./cli/run.ts";

// Whoever read our output may be gone before us; that is no reason to fail, least of all while stopping.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

process.exitCode = await runCommandLine(process.argv.slice(2), commandLines);
// All that matters is closed by now; a forgotten connection must not keep the process.
setTimeout(() => process.exit(), 2000).unref();
