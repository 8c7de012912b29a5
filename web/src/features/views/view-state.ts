import { footerNames, type ViewDefinition, viewLayouts } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { z } from "zod";
import { ruleInUrl } from "../../api/rule-in-url.ts";
import type { ViewChoice } from "../../api/viewed-object.ts";

const slug = z.string().min(1).max(200);

/** A page of views in the URL: the view that is open, and what was changed since, part by part. */
export const viewState = z.object({
  view: z.uuid().optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  choices: z.record(z.string(), z.string()).optional().catch(undefined),
  filter: ruleInUrl,
  columns: z.array(slug).min(1).max(60).optional().catch(undefined),
  sort: slug.optional().catch(undefined),
  group: z
    .object({ field: slug, by: z.enum(["month", "quarter", "year"]).nullable() })
    .nullable()
    .optional()
    .catch(undefined),
  layout: z.enum(viewLayouts).optional().catch(undefined),
  layoutField: slug.optional().catch(undefined),
  widths: z.record(z.string(), z.number()).optional().catch(undefined),
  pinned: z.array(slug).optional().catch(undefined),
  footers: z.record(z.string(), z.enum(footerNames)).optional().catch(undefined),
});
export type ViewState = z.output<typeof viewState>;
export type ViewPatch = Partial<{ [Key in keyof ViewState]: ViewState[Key] | undefined }>;

const parts = [
  "columns",
  "sort",
  "group",
  "layout",
  "layoutField",
  "widths",
  "pinned",
  "footers",
] as const satisfies readonly (keyof ViewDefinition)[];

/** Nothing changed, and no view open. */
export const untouched: ViewPatch = {
  ...Object.fromEntries(parts.map((part) => [part, undefined])),
  q: undefined,
  choices: undefined,
  filter: undefined,
};

/** What a choice stands at: as chosen, else as usual; “any” where a view or a chart's rule narrows the page. */
export function choiceOf(state: ViewState, choice: ViewChoice): string {
  const narrowed = state.view !== undefined || state.filter !== undefined;
  return state.choices?.[choice.id] ?? (narrowed ? (choice.options[0]?.value ?? "") : choice.usual);
}

/** The rule of what is shown: the view's, or the one written here, with the choices and what was typed. */
export function ruleOf(
  state: ViewState,
  base: ViewDefinition,
  choices: readonly ViewChoice[],
  searched: string | undefined,
): RuleJson {
  const own = state.filter ?? base.filter;
  const chosen = choices.flatMap((choice) => {
    const value = choiceOf(state, choice);
    return choice.options.find((option) => option.value === value)?.rule ?? [];
  });
  const typed = state.q && searched ? [{ subject: searched, op: "contains", value: state.q }] : [];
  return { all: [...(own ? [own] : []), ...chosen, ...typed].flatMap(conditionsOf) };
}

/** The conditions of a rule that must all hold; a rule of another shape is one of them. */
function conditionsOf(rule: RuleJson): readonly RuleJson[] {
  return "all" in rule && Array.isArray(rule.all) ? rule.all : [rule];
}

/** The view as it stands: what was saved, with what was changed since. */
export function definitionOf(state: ViewState, base: ViewDefinition): ViewDefinition {
  const changed = Object.fromEntries(
    parts.flatMap((part) => (state[part] === undefined ? [] : [[part, state[part]]])),
  );
  return { ...base, ...changed };
}

/** Whether the page shows something else than what was saved. */
export function isChanged(state: ViewState): boolean {
  const narrowed = state.filter !== undefined || (state.q ?? "") !== "";
  return (
    narrowed || parts.some((part) => state[part] !== undefined) || Object.keys(state.choices ?? {}).length > 0
  );
}
