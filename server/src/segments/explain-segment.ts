import type { Explanation, Reason } from "@perennial/contract";
import type { Rule, RuleJson } from "@perennial/rules";
import { type Explainer, namesIn, plainRecord, reasonOfRule } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { parseRuleFor, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import type { SegmentObject } from "./segment-object.ts";
import { checkStoredRule } from "./segment-rule.ts";
import { type DecidingLink, readDecidingLinks, readSegment, type SegmentRow } from "./segments.sql.ts";

type Explained = Omit<Explanation, "of">;

/** Why an account is in a segment, or not. */
export const segmentExplainer: Explainer = {
  prefix: "segment",
  explain: ({ app, ctx, accountId, name }) => explainMembership(app, ctx, name, accountId),
};

/** Why a record is in a segment, or not: what was said by hand, and the rule condition by condition. */
export async function explainMembership(
  app: App,
  ctx: Context,
  slug: string,
  recordId: string,
): Promise<Explained> {
  const segment = await readSegment(app.db, slug);
  const link = (await readDecidingLinks(app.db, segment, [recordId])).get(recordId);
  const rule = await readableRule(app, segment);
  const byRule = await judge(app, ctx, segment.object, recordId, rule);
  const isMember = link ? link.isMember : byRule?.result === true;
  const said = link ? [reasonOfLink(link)] : [];
  const reasons = [
    ...said,
    ...(byRule ? [link ? { ...byRule, note: "Does not count while said otherwise" } : byRule] : []),
  ];
  const why = link
    ? `${link.isMember ? "added" : "taken out"} by ${link.actorName}`
    : byRule
      ? verdict(byRule)
      : "nobody added it";
  return {
    summary: `${isMember ? "In" : "Not in"} ${segment.name}: ${why}`,
    value: isMember,
    reason: { label: segment.name, result: isMember, children: reasons },
  };
}

/** Whether a rule that is being written would fit a record, and why. */
export async function explainDraft(
  app: App,
  ctx: Context,
  input: { object: SegmentObject; rule: RuleJson; recordId: string },
): Promise<Explained> {
  const rule = await parseRuleFor(app, app.db, input.object, input.rule);
  const reason = await judge(app, ctx, input.object, input.recordId, rule);
  if (!reason) throw problem("invalid-input", "There is no rule to explain.");
  const words = verdict(reason);
  return { summary: words.charAt(0).toUpperCase() + words.slice(1), value: reason.result === true, reason };
}

function verdict({ result }: Reason): string {
  if (result === true) return "the rule fits";
  return `the rule ${result === null ? "is unknown: something is missing" : "does not fit"}`;
}

/** The rule judged for one record; nothing without a rule. */
async function judge(
  app: App,
  ctx: Context,
  object: SegmentObject,
  recordId: string,
  rule: Rule | null,
): Promise<Reason | null> {
  const record = await plainRecord(app, object, recordId, rule ? [rule] : []);
  if (!rule) return null;
  return reasonOfRule(rule, record, await ruleEnv(app, ctx), await namesIn(app, [rule], record));
}

async function readableRule(app: App, segment: SegmentRow): Promise<Rule | null> {
  if (segment.rule === null) return null;
  const checked = checkStoredRule(await ruleCatalogOf(app), segment.rule, segment.object);
  if ("rule" in checked) return checked.rule;
  const first = checked.problems[0];
  throw problem(
    "conflict",
    `The rule of “${segment.name}” cannot be asked any more: ${first?.message ?? ""}`,
    { fields: checked.problems },
  );
}

function reasonOfLink(link: DecidingLink): Reason {
  const who = { person: "", playbook: "Playbook ", import: "Import " }[link.source];
  return {
    label: `${link.isMember ? "Added" : "Taken out"} by hand`,
    result: link.isMember,
    note: `${who}${link.actorName}, ${link.at}${link.reason ? `: ${link.reason}` : ""}`,
  };
}
