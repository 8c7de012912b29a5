import type { App } from "../../kernel/app.ts";
import type { DomainEvent } from "../../kernel/command.ts";
import type { Tx } from "../../kernel/db.ts";
import { catalogOf, parseRuleFor, ruleEnv, ruleExpression } from "../../objects/index.ts";
import { triggerKind } from "./trigger.ts";

type Settings = { indicator: string };
const keyOfEvent = ({ payload }: DomainEvent) =>
  typeof payload?.definition === "string" ? payload.definition : null;

const check = async ({ app, tx, settings: { indicator } }: { app: App; tx: Tx; settings: Settings }) => {
  const isThere = (await catalogOf(app, tx)).fieldsOf("account").has(`indicator:${indicator}`);
  const message = `there is no indicator “${indicator}”`;
  return { reads: [], problems: isThere ? [] : [{ path: "indicator", message }] };
};

/** An indicator is raised for an account; being cleared ends the match. */
export const indicatorRaised = triggerKind({
  kind: "indicator-raised",
  label: "Indicator raised",
  enters: "indicator.raised",
  leaves: "indicator.cleared",
  keyOfEvent,
  keyOf: ({ indicator }: Settings) => indicator,
  describe: ({ indicator }, names) => `When the indicator “${names.indicator(indicator)}” is raised`,
  because: ({ indicator }, names) => `The indicator “${names.indicator(indicator)}” was raised`,
  check,
  async matching({ app, db, ctx, settings: { indicator } }) {
    const rule = await parseRuleFor(app, db, "account", {
      subject: `indicator:${indicator}`,
      op: "is",
      value: true,
    });
    return ruleExpression(rule, await ruleEnv(app, ctx), "all");
  },
});

/** An indicator clears because its condition ended; nobody matches by itself at a moment. */
export const indicatorCleared = triggerKind({
  kind: "indicator-cleared",
  label: "Indicator cleared",
  enters: "indicator.cleared",
  keyOfEvent,
  keyOf: ({ indicator }: Settings) => indicator,
  describe: ({ indicator }, names) => `When the indicator “${names.indicator(indicator)}” clears`,
  because: ({ indicator }, names) => `The indicator “${names.indicator(indicator)}” cleared`,
  check,
  matching: async () => null,
});
