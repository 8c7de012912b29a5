import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../config.ts";
import { StartupError } from "../kernel/database/startup-error.ts";
import { webFolder } from "../kernel/http/web-files.ts";

/** Builds the web application where it has not been built yet. Throws `StartupError` when that fails. */
export async function buildWebOnce(print: (line: string) => void, abort: AbortSignal): Promise<void> {
  const source = join(repository, "web");
  if (existsSync(join(webFolder, "index.html")) || !existsSync(join(source, "index.html"))) return;
  print("Building the web application (once) …");
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  const output = await new Promise<string>((done, fail) => {
    const args = [vite, "build", "--logLevel", "warn"];
    const child = spawn(process.execPath, args, {
      cwd: source,
      stdio: ["ignore", "pipe", "pipe"],
      signal: abort,
    });
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", fail);
    child.on("close", (code) => (code === 0 ? done("") : done(said || `exit code ${code}`)));
  });
  if (output !== "") {
    throw new StartupError(
      `The web application could not be built. Run \`npm ci\` and start again.\n${output}`,
    );
  }
}
