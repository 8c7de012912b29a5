import { systemContext } from "../../kernel/app.ts";
import type { CommandLine } from "../../kernel/command-line.ts";
import { problem } from "../../kernel/errors.ts";
import { createWriteKey } from "./write-keys.ts";

export const createWriteKeyNow: CommandLine = {
  name: "write-key create",
  usage: "--name N",
  summary: "Makes a write key for event ingest (POST /v1/batch …) and prints it alone on the last line.",
  options: { name: { type: "string" } },
  async run({ values, withApp, print }) {
    const { name } = values;
    if (typeof name !== "string") throw problem("invalid-input", "Give the key a name: --name N.");
    const { key } = await withApp(async (app) =>
      createWriteKey(app, await systemContext(app, "command line"), name),
    );
    print(`Write key “${name}” for event ingest. It is shown only now:`);
    print(key);
    return undefined;
  },
};
