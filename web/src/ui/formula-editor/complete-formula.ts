import type { RuleCatalog } from "@perennial/contract";
import { aggregateKinds, formulaFunctions, formulaName } from "@perennial/rules";

/** What may be written at a place. */
export type FormulaCompletion = {
  label: string;
  /** What stands beside it: a field's name, a function's arguments. */
  detail: string;
  kind: "field" | "name" | "relation" | "function" | "word";
  info?: string;
  /** What is written instead of the label. */
  insert?: string;
};

type RuleObject = RuleCatalog["objects"][number];
/** An open parenthesis: the function before it, and where its content begins. */
type Frame = { name: string; from: number; isWhere: boolean; hasComma: boolean };

const word = /[A-Za-z_][\w:]*(?:\.[\w:]*)*$/;
const openText = /"(?:[^"\\]|\\.)*$/;

/** What may stand at the end of `text`, the formula as far as the cursor, and where the word begun there starts. */
export function completionsAt(
  text: string,
  catalog: RuleCatalog,
  objectSlug: string,
): { from: number; options: FormulaCompletion[] } {
  const frames = framesOf(text);
  const object = objectAt(frames, text, catalog, objectSlug);
  const inText = openText.exec(withoutClosedTexts(text));
  if (inText !== null && object)
    return { from: inText.index, options: valuesFor(text, inText.index, object) };
  const written = word.exec(text)?.[0] ?? "";
  const from = text.length - written.length;
  if (!object) return { from, options: [] };
  const dot = written.indexOf(".");
  const relation =
    dot === -1
      ? undefined
      : object.relations.find((each) => formulaName(each.slug) === formulaName(written.slice(0, dot)));
  if (relation) {
    const related = catalog.objects.find((each) => each.slug === relation.object);
    return { from: from + dot + 1, options: related ? fieldsOf(related) : [] };
  }
  const canNarrow = frames.some((frame) => frame.name in aggregateKinds && !frame.isWhere);
  return {
    from,
    options: [
      ...(canNarrow ? [{ label: "where", detail: "which of them", kind: "word" as const }] : []),
      ...fieldsOf(object),
      ...relationsOf(object),
      ...functions,
    ],
  };
}

function fieldsOf(object: RuleObject): FormulaCompletion[] {
  const names = (object.names ?? []).map(
    ({ name, label, formula }): FormulaCompletion => ({
      label: name,
      detail: label,
      kind: "name",
      info: formula,
    }),
  );
  const fields = object.fields
    .filter((field) => field.type !== "any")
    .map(
      (field): FormulaCompletion => ({
        label: formulaName(field.slug),
        detail: field.label,
        kind: "field",
        info: field.type,
      }),
    );
  return [...names, ...fields];
}

function relationsOf(object: RuleObject): FormulaCompletion[] {
  return object.relations.map(({ slug, label }) => ({
    label: formulaName(slug),
    detail: `related ${label}`,
    kind: "relation",
  }));
}

const functions: readonly FormulaCompletion[] = [
  ...Object.entries(aggregateKinds).map(
    ([name, { usage, description }]): FormulaCompletion => ({
      label: name,
      detail: usage,
      kind: "function",
      info: description,
      insert: `${name}(`,
    }),
  ),
  ...formulaFunctions
    .filter(({ name, group }) => group !== "Operators" && !(name in aggregateKinds))
    .map(
      ({ name, usage, description, arity }): FormulaCompletion => ({
        label: name,
        detail: usage,
        kind: "function",
        info: description,
        insert: arity[1] === 0 ? `${name}()` : `${name}(`,
      }),
    ),
  { label: "and", detail: "both", kind: "word" },
  { label: "or", detail: "one of them", kind: "word" },
  { label: "not", detail: "the contrary", kind: "word" },
];

/** The options of the select that the text begun at `at` is compared with. */
function valuesFor(text: string, at: number, object: RuleObject): FormulaCompletion[] {
  const before = /([A-Za-z_][\w:.]*)\s*(?:=|!=|<>)\s*$/.exec(text.slice(0, at))?.[1] ?? "";
  const name = before.slice(before.lastIndexOf(".") + 1);
  const field = object.fields.find(({ slug }) => [before, name, `trait:${name}`].includes(slug));
  return (field?.options ?? []).map(({ value, label }) => ({
    label: `"${value}"`,
    detail: label,
    kind: "word",
  }));
}

/** Texts that are closed, blanked out, so that what stands in them is not read. */
function withoutClosedTexts(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, (closed) => " ".repeat(closed.length));
}

/** The parentheses that are open at the end. */
function framesOf(text: string): Frame[] {
  const frames: Frame[] = [];
  const pattern = /[A-Za-z_][\w:.]*|[(),]/g;
  let last = "";
  for (const match of withoutClosedTexts(text).matchAll(pattern)) {
    const [token] = match;
    const top = frames.at(-1);
    if (token === "(") frames.push({ name: last, from: match.index + 1, isWhere: false, hasComma: false });
    else if (token === ")") frames.pop();
    else if (token === "," && top) top.hasComma = true;
    else if (token.toLowerCase() === "where" && top) top.isWhere = true;
    last = token.toLowerCase();
  }
  return frames;
}

/** The object that names at the end are about: within an aggregate, behind its relation, the related one. */
function objectAt(
  frames: readonly Frame[],
  text: string,
  catalog: RuleCatalog,
  objectSlug: string,
): RuleObject | undefined {
  let object = catalog.objects.find((each) => each.slug === objectSlug);
  for (const frame of frames) {
    if (!(frame.name in aggregateKinds) || !(frame.isWhere || frame.hasComma)) continue;
    const named = /^\s*([A-Za-z_]\w*)/.exec(text.slice(frame.from))?.[1];
    const relation = object?.relations.find((each) => each.slug === named);
    if (relation) object = catalog.objects.find((each) => each.slug === relation.object);
  }
  return object;
}
