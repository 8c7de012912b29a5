import { scopeText } from "@perennial/contract";
import { systemContext } from "../kernel/app.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { problem } from "../kernel/errors.ts";
import { createApiKey } from "./create-api-key.ts";

export const createApiKeyNow: CommandLine = {
  name: "api-key create",
  usage: "--name N [--scopes accounts.read,renewals.*]",
  summary: "Makes an API key and prints it alone on the last line; without scopes it may do everything.",
  options: { name: { type: "string" }, scopes: { type: "string", multiple: true } },
  async run({ values, withApp, print }) {
    const { name } = values;
    if (typeof name !== "string") throw problem("invalid-input", "Give the key a name: --name N.");
    const scopes = scopesIn(values.scopes);
    const { key } = await withApp(async (app) =>
      createApiKey(app, await systemContext(app, "command line"), { name, scopes }),
    );
    print(`API key “${name}” for ${scopes.join(", ")}. It is shown only now:`);
    print(key);
    return undefined;
  },
};

function scopesIn(given: unknown): string[] {
  const scopes = [given ?? "*"]
    .flat()
    .flatMap((text) => String(text).split(/[\s,]+/))
    .filter((scope) => scope !== "");
  const wrong = scopes.find((scope) => !scopeText.safeParse(scope).success);
  if (wrong === undefined && scopes.length > 0) return scopes;
  throw problem("invalid-input", `“${wrong ?? ""}” is no scope. Write accounts.read, accounts.* or *.`);
}
