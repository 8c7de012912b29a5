import type { Segment } from "@perennial/contract";
import { describeRule, type RuleJson } from "@perennial/rules";
import { namesIn } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import { ruleCatalogOf } from "../objects/index.ts";
import { checkStoredRule } from "./segment-rule.ts";

type Stored = { rule: RuleJson | null; object?: Segment["object"] };
type Presented = Pick<Segment, "sentence" | "problems">;

/** Stored rules as people read them, in their order: a sentence each, or what is wrong with them by now. */
export async function presentRules(app: App, stored: readonly Stored[]): Promise<Presented[]> {
  const rules = await ruleCatalogOf(app);
  const checked = stored.map(({ rule, object }) =>
    rule === null ? null : checkStoredRule(rules, rule, object),
  );
  const names = await namesIn(
    app,
    checked.flatMap((each) => (each && "rule" in each ? [each.rule] : [])),
  );
  return checked.map((each) => ({
    sentence: each && "rule" in each ? describeRule(each.rule, names) : null,
    problems: each && "problems" in each ? each.problems : [],
  }));
}
