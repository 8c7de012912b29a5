import type { RecordWidget, Widget } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { z } from "zod";

/** What all widgets of a dashboard are narrowed to; it stands in the URL. */
export const scopeState = z.object({
  period: z.enum(["30", "90", "180", "365"]).optional().catch(undefined),
  owner: z.string().max(60).optional().catch(undefined),
  segment: z.string().max(60).optional().catch(undefined),
});
export type Scope = z.output<typeof scopeState>;

type Narrowing = {
  /** The fields that name whose the record is. */
  owners: readonly string[];
  /** The date a period is about. */
  date: string;
  /** How a rule about its account is asked. */
  ofAccount: (rule: RuleJson) => RuleJson;
};

const related = (where: RuleJson): RuleJson => ({ related: "account", quantifier: { kind: "any" }, where });
const narrowings: Readonly<Record<string, Narrowing>> = {
  account: {
    owners: ["keyRole:csm", "keyRole:account_manager"],
    date: "nextRenewalOn",
    ofAccount: (rule) => rule,
  },
  renewal: { owners: ["ownerId"], date: "dueOn", ofAccount: related },
  task: { owners: ["assigneeId"], date: "dueOn", ofAccount: related },
};

/** A widget over records; the others show what they show. */
export const isOverRecords = (widget: Widget): widget is RecordWidget => "object" in widget;

/** Whether the scope can narrow records of this object; otherwise the widget says that it shows all. */
export function isNarrowable(object: string): boolean {
  return object in narrowings;
}

/** The rule of a scope over an object's records; none when nothing narrows. */
export function scopeRule(scope: Scope, object: string): RuleJson | null {
  const narrowing = narrowings[object];
  if (!narrowing) return null;
  const rules: RuleJson[] = [];
  if (scope.period) {
    const value = { count: Number(scope.period), unit: "days" };
    rules.push({ subject: narrowing.date, op: "in-the-next", value });
  }
  if (scope.owner) {
    const isTheirs = (subject: string): RuleJson =>
      scope.owner === "me"
        ? { subject, op: "is-me" }
        : { subject, op: "is-any-of", value: [scope.owner ?? ""] };
    rules.push({ any: narrowing.owners.map(isTheirs) });
  }
  if (scope.segment) {
    rules.push(narrowing.ofAccount({ subject: `segment:${scope.segment}`, op: "is-in" }));
  }
  return rules.length === 0 ? null : { all: rules };
}

/** A widget narrowed to the scope. */
export function scoped<W extends RecordWidget>(widget: W, scope: Scope): W {
  const rule = scopeRule(scope, widget.object);
  if (!rule) return widget;
  const both = (filter: RuleJson | undefined): RuleJson =>
    filter === undefined ? rule : { all: [filter, rule] };
  const compare =
    widget.kind === "metric" && widget.compare
      ? { compare: { ...widget.compare, filter: both(widget.compare.filter) } }
      : {};
  return { ...widget, filter: both(widget.filter), ...compare };
}
