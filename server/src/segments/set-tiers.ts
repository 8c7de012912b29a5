import { type AccountTier, setTiers as endpoint } from "@perennial/contract";
import { command, executeIn } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf } from "../objects/index.ts";
import { numberOfAccounts } from "./account-number.ts";
import { readSegments } from "./segments.sql.ts";
import { type Thresholds, tierRules } from "./tier-rules.ts";
import { updateSegment } from "./write-segment.ts";

/** Writes the rules of the five tiers, so that every account with the number is in exactly one of them. */
export const setTiers = command({
  name: "segments.set-tiers",
  permission: "segments.write",
  input: endpoint.body,
  async run({ app, tx, ctx, input }) {
    assertFalling(input);
    numberOfAccounts(await catalogOf(app), input.measure, "measure");
    const there = new Set((await readSegments(tx, { isArchived: false })).map(({ slug }) => slug));
    const missing = tierRules(input).filter(({ segment }) => !there.has(segment));
    if (missing.length > 0) {
      const names = missing.map(({ tier }) => `Tier ${tier}`).join(", ");
      throw problem("conflict", `${names}: archived. Restore it first, or edit the other tiers' rules.`);
    }
    for (const { segment, rule } of tierRules(input)) {
      await executeIn(app, tx, ctx, updateSegment, { slug: segment, patch: { rule } });
    }
    return { result: null };
  },
});

/** @throws Problem `invalid-input` at the threshold that is not below the one above it */
export function assertFalling({ from }: Thresholds): void {
  const order = ["I", "A", "B", "C"] as const satisfies readonly AccountTier[];
  for (const [at, tier] of order.entries()) {
    const above = order[at - 1];
    if (above === undefined || Number(from[tier]) < Number(from[above])) continue;
    const message = `Tier ${tier} must begin below tier ${above}.`;
    throw problem("invalid-input", message, { fields: [{ path: `from.${tier}`, message }] });
  }
}
