import type { Reason } from "@perennial/contract";
import { explainFormula, type Formula, type FormulaReason } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { digitsOf, ruleEnv } from "../objects/index.ts";
import { plainAccount } from "./plain-record.ts";
import { ruleOfFormula } from "./rule-of-formula.ts";

/**
 * A formula worked out for one account, part by part, down to the related rows.
 * @throws Problem `not-found` when there is no such account
 */
export async function reasonOfFormula(
  app: App,
  ctx: Context,
  formula: Formula,
  type: Parameters<typeof digitsOf>[0],
  accountId: string,
): Promise<{ value: unknown; name: string; reason: Reason }> {
  const record = await plainAccount(app, accountId, [ruleOfFormula(formula)]);
  const explained = explainFormula(formula, record, await ruleEnv(app, ctx), digitsOf(type));
  return { value: explained.value, name: String(record.name ?? ""), reason: reasonOf(explained) };
}

function reasonOf({ label, value, id, note, children }: FormulaReason): Reason {
  return {
    label,
    seen: value,
    ...(id === undefined ? {} : { id }),
    ...(note === undefined ? {} : { note }),
    ...(children === undefined ? {} : { children: children.map(reasonOf) }),
  };
}
