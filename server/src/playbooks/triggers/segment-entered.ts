import { catalogOf, parseRuleFor, ruleEnv, ruleExpression } from "../../objects/index.ts";
import { triggerKind } from "./trigger.ts";

/** An account enters a segment, by its rule or by hand. */
export const segmentEntered = triggerKind({
  kind: "segment-entered",
  label: "Segment entered",
  enters: "segment.entered",
  leaves: "segment.left",
  keyOfEvent: ({ payload }) => (typeof payload?.segment === "string" ? payload.segment : null),
  keyOf: ({ segment }) => segment,
  describe: ({ segment }, names) => `When an account enters the segment “${names.segment(segment)}”`,
  because: ({ segment }, names) => `Entered the segment “${names.segment(segment)}”`,
  async check({ app, tx, settings: { segment } }) {
    const isThere = (await catalogOf(app, tx)).fieldsOf("account").has(`segment:${segment}`);
    const message = `there is no segment “${segment}”`;
    return { reads: [], problems: isThere ? [] : [{ path: "segment", message }] };
  },
  async matching({ app, db, ctx, settings: { segment } }) {
    const rule = await parseRuleFor(app, db, "account", { subject: `segment:${segment}`, op: "is-in" });
    return ruleExpression(rule, await ruleEnv(app, ctx), "all");
  },
});
