import {
  type ListedMetric,
  type MetricDenominator,
  type MetricObject,
  type MetricRole,
  type MetricSource,
  type MetricWindow,
  metricSource,
  metricSourceForms,
  metricWindow,
  type SourceAsk,
} from "@perennial/contract";

/** A source as far as it is filled in. */
export type SourceDraft = { kind: MetricSource["kind"] } & Readonly<Record<string, unknown>>;
export type MetricDraft = {
  object: MetricObject;
  name: string;
  slug: string;
  description: string;
  source: SourceDraft;
  window: MetricWindow;
  per: MetricDenominator | null;
  role: MetricRole | null;
};

export function beginSource(kind: MetricSource["kind"]): SourceDraft {
  return { ...metricSourceForms[kind].begins, kind };
}

export const emptyDraft: MetricDraft = {
  object: "account",
  name: "",
  slug: "",
  description: "",
  source: beginSource("events"),
  window: { kind: "last", count: 30, unit: "days" },
  per: null,
  role: null,
};

export function draftOf({
  object,
  name,
  slug,
  description,
  source,
  window,
  per,
  role,
}: ListedMetric): MetricDraft {
  return { object, name, slug, description, source, window, per, role };
}

/** The kinds of source that a metric of the object may have, and the draft that begins with one of them. */
export function kindsOf(object: MetricObject): { value: string; label: string }[] {
  return Object.entries(metricSourceForms)
    .filter(([, form]) => object === "account" || form.isOfContacts)
    .map(([value, { label }]) => ({ value, label }));
}

/** The draft as one of another object: with a source that it has, and without what only accounts have. */
export function ofObject(draft: MetricDraft, object: MetricObject): MetricDraft {
  const isKept = kindsOf(object).some(({ value }) => value === draft.source.kind);
  const source =
    isKept && object === "account" ? draft.source : beginSource(isKept ? draft.source.kind : "events");
  return object === "account" ? { ...draft, object } : { ...draft, object, source, per: null, role: null };
}

/** The questions that matter as the others are answered. */
export function asksOf(source: SourceDraft): SourceAsk[] {
  return metricSourceForms[source.kind].asks.filter(
    ({ when }) => when === undefined || when.isOneOf.includes(String(source[when.key] ?? "")),
  );
}

/** An answer, without those that it makes meaningless: fields of another kind of record, conditions of other events. */
export function answered(source: SourceDraft, key: string, value: unknown): SourceDraft {
  const next: SourceDraft = { ...source, [key]: value };
  if (key === "object" && value !== source.object) return { ...beginSource(source.kind), object: value };
  const kept = new Set(asksOf(next).map((ask) => ask.key));
  const asked = new Set(metricSourceForms[source.kind].asks.map((ask) => ask.key));
  return Object.fromEntries(
    Object.entries(next).filter(([each]) => !asked.has(each) || kept.has(each)),
  ) as SourceDraft;
}

/** What can be worked out: the source and window where both are whole, else what is missing in words. */
export function soundOf({
  source,
  window,
}: Pick<MetricDraft, "source" | "window">):
  | { source: MetricSource; window: MetricWindow }
  | { missing: string } {
  const checked = metricSource.safeParse(source);
  if (!checked.success) return { missing: wordsOf(checked.error.issues[0], source) };
  const span = metricWindow.safeParse(window);
  if (!span.success) return { missing: span.error.issues[0]?.message ?? "Choose a window." };
  return { source: checked.data, window: span.data };
}

function wordsOf(issue: { path: PropertyKey[]; message: string } | undefined, source: SourceDraft): string {
  const ask = asksOf(source).find(({ key }) => key === issue?.path[0]);
  return ask
    ? `Fill in “${ask.label}” to see what it gives.`
    : (issue?.message ?? "Fill in what is missing.");
}
