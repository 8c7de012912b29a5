#!/usr/bin/env node
// The command line starts here on whatever Node found it, and goes on with the Node this project pins.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const main = join(repository, "server", "src", "main.ts");
const major = Number(process.versions.node.split(".")[0]);

// npm passes no signal on when it is killed with -9; a server that nobody can stop any more must not keep its port.
function whenNpmEnds(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && stop(), 500).unref();
}

if (major >= 26) {
  whenNpmEnds(() => process.kill(process.pid, "SIGTERM"));
  process.argv.splice(1, 1, main);
  await import(main);
} else {
  const pinned = join(repository, "node_modules", ".bin", "node");
  if (!existsSync(pinned)) {
    console.error("Perennial runs on the Node version it pins. Run `npm ci` in the repository first.");
    process.exit(1);
  }
  // By the channel the server notices when this launcher is killed, and stops instead of living on unseen.
  const child = spawn(pinned, [main, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  whenNpmEnds(() => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`The pinned Node does not start: ${error.message}. Run \`npm ci\` again.`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
