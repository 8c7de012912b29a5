import type { Reason } from "@perennial/contract";
import { type Explainer, namesIn, plainAccount, reasonOfRule } from "../explain/index.ts";
import { problem } from "../kernel/errors.ts";
import { ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { checkStoredRule } from "./segment-rule.ts";
import { type DecidingLink, readDecidingLinks, readSegment } from "./segments.sql.ts";

/** Why an account is in a segment, or not: what was said by hand, and the rule condition by condition. */
export const segmentExplainer: Explainer = {
  prefix: "segment",
  async explain({ app, ctx, accountId, name }) {
    const segment = await readSegment(app.db, name);
    const link = (await readDecidingLinks(app.db, segment.id, [accountId])).get(accountId);
    const checked = segment.rule === null ? null : checkStoredRule(await ruleCatalogOf(app), segment.rule);
    const rule = checked && "rule" in checked ? checked.rule : null;
    const account = await plainAccount(app, accountId, rule ? [rule] : []);
    if (checked && "problems" in checked) {
      const first = checked.problems[0];
      throw problem(
        "conflict",
        `The rule of “${segment.name}” cannot be asked any more: ${first?.message ?? ""}`,
        {
          fields: checked.problems,
        },
      );
    }
    const byRule = rule
      ? reasonOfRule(rule, account, await ruleEnv(app, ctx), await namesIn(app, [rule], account))
      : null;
    const isMember = link ? link.isMember : byRule?.result === true;
    const said = link ? [reasonOfLink(link)] : [];
    const reasons = [
      ...said,
      ...(byRule ? [link ? { ...byRule, note: "Does not count while said otherwise" } : byRule] : []),
    ];
    const why = link
      ? `${link.isMember ? "added" : "taken out"} by ${link.actorName}`
      : rule
        ? `the rule ${isMember ? "fits" : byRule?.result === null ? "is unknown: something is missing" : "does not fit"}`
        : "nobody added it";
    return {
      summary: `${isMember ? "In" : "Not in"} ${segment.name}: ${why}`,
      value: isMember,
      reason: { label: segment.name, result: isMember, children: reasons },
    };
  },
};

function reasonOfLink(link: DecidingLink): Reason {
  const who = { person: "", playbook: "Playbook ", import: "Import " }[link.source];
  return {
    label: `${link.isMember ? "Added" : "Taken out"} by hand`,
    result: link.isMember,
    note: `${who}${link.actorName}, ${link.at}${link.reason ? `: ${link.reason}` : ""}`,
  };
}
