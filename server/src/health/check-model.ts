import type { HealthGroup, HealthMeasure, HealthModel } from "@perennial/contract";
import { pulseField } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { type FieldProblem, Problem, problem } from "../kernel/errors.ts";
import { catalogOf, type Field } from "../objects/index.ts";
import { checkDefiningRule } from "../segments/index.ts";
import { measuresOf, type PlacedMeasure, placedMeasures, variantsOf } from "./model.ts";
import { transformOf } from "./transforms/index.ts";

const numberTypes: readonly string[] = ["number", "integer", "currency", "percentage"];

/** What is wrong, by the path for programs and the place for people: “Adoption › Active days”. */
type Found = FieldProblem & { place: string };
type Fields = ReadonlyMap<string, Field>;

/**
 * Checks a model: what it looks at exists and fits its transforms, bands and labels follow one another, names are unique.
 * @returns the fields of accounts that it reads
 * @throws Problem `invalid-input` with the path of everything that is wrong, below `model`, told by the names of its parts
 */
export async function checkModel(app: App, tx: Tx, model: HealthModel): Promise<string[]> {
  const placed = placedMeasures(model);
  const problems = [...structureProblems(model, placed)];
  const reads = new Set<string>();
  const fields = (await catalogOf(app, tx)).fieldsOf("account");
  for (const [index, { segment, name }] of (model.variants ?? []).entries()) {
    if (fields.has(`segment:${segment}`)) reads.add(`segment:${segment}`);
    else
      problems.push(at(`variants[${index}].segment`, `there is no segment of accounts “${segment}”`, name));
  }
  for (const each of placed) {
    problems.push(...measureProblems(each, fields));
    const { source } = each.measure;
    if (source.kind === "rule") {
      try {
        for (const slug of await checkDefiningRule(app, tx, source.rule)) reads.add(slug);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problems.push(
          ...error.fields.map((inside) =>
            at(`${each.path}.source.rule.${inside.path}`, inside.message, each.place),
          ),
        );
      }
      continue;
    }
    for (const slug of fieldsRead(each.measure)) reads.add(slug);
  }
  if (problems.length > 0)
    throw problem("invalid-input", told(problems), { fields: problems.map(forPrograms) });
  return [...reads];
}

/** The fields of accounts that a measure over a field reads. */
export function fieldsRead({ source, transform }: HealthMeasure): string[] {
  if (source.kind === "rule") return [];
  const needs = source.needs === undefined ? [] : [source.needs];
  return [source.field, ...needs, ...transformOf(transform).reads(transform, source.field)];
}

/** What is wrong with one measure, apart from its rule. */
function* measureProblems({ measure, path, place }: PlacedMeasure, fields: Fields): Generator<Found> {
  const { source, transform } = measure;
  const record = transformOf(transform);
  const field = source.kind === "field" ? source.field : undefined;
  const labelOf = (slug: string) => fields.get(slug)?.label;
  for (const each of record.problems(transform, { field, labelOf })) {
    yield at(`${path}.transform${each.path === "" ? "" : `.${each.path}`}`, each.message, place);
  }
  if (source.kind === "rule") {
    if (record.takes !== "truth") yield at(`${path}.transform`, "a rule is true or false", place);
    return;
  }
  const seen = fields.get(source.field);
  if (!seen) {
    yield at(`${path}.source.field`, `accounts have no field “${source.field}”`, place);
  } else if (record.takes === "pulse" ? seen.slug !== pulseField : !fits(record.takes, seen)) {
    const message =
      record.takes === "pulse"
        ? `${seen.label} is no pulse that a person gives`
        : `${seen.label} is a ${seen.type}: ask about it with a rule`;
    yield at(`${path}.transform`, message, place);
  }
  if (source.needs !== undefined && !fields.has(source.needs)) {
    yield at(`${path}.source.needs`, `accounts have no field “${source.needs}”`, place);
  }
}

function fits(takes: "number" | "truth", field: Field): boolean {
  return takes === "truth" ? field.type === "boolean" : numberTypes.includes(field.type);
}

/** As one sentence each, by the names that a reader sees. */
function told(problems: readonly Found[]): string {
  return problems.map(({ place, message }) => (place === "" ? message : `${place}: ${message}`)).join("; ");
}

function forPrograms({ path, message }: Found): FieldProblem {
  return { path, message };
}

function at(path: string, message: string, place = ""): Found {
  return { path: `model.${path}`, message, place };
}

function* structureProblems(model: HealthModel, placed: readonly PlacedMeasure[]): Generator<Found> {
  const slugs = placed.map(({ measure }) => measure.slug);
  const repeated = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (repeated !== undefined) yield at("groups", `two measures have the slug “${repeated}”`);
  for (const variant of variantsOf(model)) {
    yield* emptyGroups(variant.groups, variant.path);
    const name = variant.segment === null ? "" : variant.name;
    if (measuresOf(variant).length === 0) yield at(variant.path, "a model needs at least one measure", name);
  }
  const own = (model.variants ?? []).map((variant) => variant.slug);
  const twice = own.find((slug, index) => own.indexOf(slug) !== index);
  if (twice !== undefined) yield at("variants", `two models have the slug “${twice}”`);
  for (const [index, label] of model.labels.entries()) {
    const before = model.labels[index - 1];
    if (before === undefined ? label.from !== 0 : label.from <= before.from) {
      const message = before ? `begins above ${before.from}, where ${before.label} begins` : "begins at 0";
      yield at(`labels[${index}].from`, message, label.label);
    }
    if (model.labels.findIndex((each) => each.value === label.value) !== index) {
      yield at(`labels[${index}].value`, `two labels have the slug “${label.value}”`, label.label);
    }
  }
}

function* emptyGroups(groups: readonly HealthGroup[], path: string): Generator<Found> {
  for (const [index, group] of groups.entries()) {
    const inner = group.groups ?? [];
    if (group.measures.length + inner.length === 0) {
      yield at(`${path}[${index}].measures`, `“${group.name}” has no measures`);
    }
    yield* emptyGroups(inner, `${path}[${index}].groups`);
  }
}
