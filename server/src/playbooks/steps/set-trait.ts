import { accountCommands } from "../../accounts/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { problem } from "../../kernel/errors.ts";
import { checkAccountField } from "./checks.ts";
import { onward, setWiseStepKind } from "./step.ts";

/** Writes a trait of the account. */
export const setTrait = setWiseStepKind({
  kind: "set-trait",
  label: "Set trait",
  group: "act",
  outlets: () => onward,
  describe: ({ trait, value }, names) =>
    value.kind === "today"
      ? `Set ${names.trait(trait)} to today`
      : value.value === null
        ? `Clear ${names.trait(trait)}`
        : `Set ${names.trait(trait)} to “${value.value}”`,
  check: ({ settings, ...where }) => checkAccountField(where, "trait", `trait:${settings.trait}`, "trait"),
  async runTogether({ app, tx, ctx, stepping, settings: { trait, value } }) {
    const written = value.kind === "today" ? ctx.today.toString() : value.value;
    const ids = new Set(stepping.map(({ run }) => run.accountId));
    const rows = await executeIn(app, tx, ctx, accountCommands.upsert, {
      source: "app",
      items: [...ids].map((id) => ({ id, traits: { [trait]: written } })),
    });
    for (const row of rows) {
      if (row.status !== "rejected") continue;
      const detail = row.problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
      throw problem("invalid-input", detail, { fields: row.problems });
    }
    const why = written === null ? `Cleared ${trait}.` : `Set ${trait} to ${written}.`;
    return stepping.map(() => ({ kind: "next", why, output: { trait, value: written } }));
  },
});
