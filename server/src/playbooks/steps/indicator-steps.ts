import { addressOpen, clearIndicator, raiseByHand } from "../../indicators/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { checkAccountField } from "./checks.ts";
import { onward, stepKind } from "./step.ts";

/** Raises an indicator for the account, whatever its condition; one that is open is counted again. */
export const raiseIndicatorStep = stepKind({
  kind: "raise-indicator",
  label: "Raise indicator",
  group: "act",
  outlets: () => onward,
  describe: ({ indicator }, names) => `Raise the indicator “${names.indicator(indicator)}”`,
  check: ({ settings, ...where }) =>
    checkAccountField(where, "indicator", `indicator:${settings.indicator}`, "indicator"),
  async run({ app, tx, ctx, run, settings }) {
    const { id } = await executeIn(app, tx, ctx, raiseByHand, {
      accountId: run.accountId,
      body: { definition: settings.indicator, message: settings.message },
    });
    return { kind: "next", why: "Raised the indicator.", output: { indicatorId: id } };
  },
});

/** Clears an indicator of the account, where it is open; with what was done, it is addressed. */
export const clearIndicatorStep = stepKind({
  kind: "clear-indicator",
  label: "Clear or address indicator",
  group: "act",
  outlets: () => onward,
  describe: ({ indicator, whatWasDone }, names) =>
    `${whatWasDone ? "Address" : "Clear"} the indicator “${names.indicator(indicator)}”`,
  check: ({ settings, ...where }) =>
    checkAccountField(where, "indicator", `indicator:${settings.indicator}`, "indicator"),
  async run({ app, tx, ctx, run, settings: { indicator, whatWasDone } }) {
    const output = { indicator };
    const input = { definition: indicator, accountId: run.accountId };
    const { count } = whatWasDone
      ? await executeIn(app, tx, ctx, addressOpen, { ...input, whatWasDone })
      : await executeIn(app, tx, ctx, clearIndicator, input);
    const done = whatWasDone ? "Addressed the indicator." : "Cleared the indicator.";
    return { kind: "next", why: count === 0 ? "The indicator was not open." : done, output };
  },
});
