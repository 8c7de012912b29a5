import { accountCommands } from "../../accounts/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { checkAccountField } from "./checks.ts";
import { onward, stepKind } from "./step.ts";

/** Writes a trait of the account. */
export const setTrait = stepKind({
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
  async run({ app, tx, ctx, run, settings: { trait, value } }) {
    const written = value.kind === "today" ? ctx.today.toString() : value.value;
    await executeIn(app, tx, ctx, accountCommands.update, {
      id: run.accountId,
      body: { traits: { [trait]: written } },
    });
    const why = written === null ? `Cleared ${trait}.` : `Set ${trait} to ${written}.`;
    return { kind: "next", why, output: { trait, value: written } };
  },
});
