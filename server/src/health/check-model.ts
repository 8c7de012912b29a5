import type { Band, HealthGroup, HealthModel } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { type FieldProblem, Problem, problem } from "../kernel/errors.ts";
import { catalogOf } from "../objects/index.ts";
import { checkDefiningRule } from "../segments/index.ts";
import { type PlacedMeasure, placedMeasures } from "./model.ts";

const numberTypes: readonly string[] = ["number", "integer", "currency", "percentage"];

/**
 * Checks a model: what it looks at exists and fits its transforms, bands and labels follow one another, names are unique.
 * @returns the fields of accounts that it reads
 * @throws Problem `invalid-input` with the path of everything that is wrong, below `model`
 */
export async function checkModel(app: App, tx: Tx, model: HealthModel): Promise<string[]> {
  const placed = placedMeasures(model);
  const problems = [...structureProblems(model, placed)];
  const reads = new Set<string>();
  const fields = (await catalogOf(app, tx)).fieldsOf("account");
  for (const { measure, path } of placed) {
    const { source, transform } = measure;
    if (source.kind === "rule") {
      if (transform.kind !== "truth") problems.push(at(`${path}.transform`, "a rule is true or false"));
      try {
        for (const slug of await checkDefiningRule(app, tx, source.rule)) reads.add(slug);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const inside = error.fields.map((each) => at(`${path}.source.rule.${each.path}`, each.message));
        problems.push(...inside);
      }
      continue;
    }
    const field = fields.get(source.field);
    const isNumber = field !== undefined && numberTypes.includes(field.type);
    if (!field) problems.push(at(`${path}.source.field`, `accounts have no field “${source.field}”`));
    else if (transform.kind === "truth" ? field.type !== "boolean" : !isNumber) {
      problems.push(at(`${path}.transform`, `${field.label} is a ${field.type}: ask about it with a rule`));
    }
    reads.add(source.field);
    if (source.needs === undefined) continue;
    if (!fields.has(source.needs)) {
      problems.push(at(`${path}.source.needs`, `accounts have no field “${source.needs}”`));
    }
    reads.add(source.needs);
  }
  if (problems.length > 0) {
    const detail = problems.map((each) => `${each.path}: ${each.message}`).join("; ");
    throw problem("invalid-input", detail, { fields: problems });
  }
  return [...reads];
}

function at(path: string, message: string): FieldProblem {
  return { path: `model.${path}`, message };
}

function* structureProblems(model: HealthModel, placed: readonly PlacedMeasure[]): Generator<FieldProblem> {
  if (placed.length === 0) yield at("groups", "at least one measure");
  const slugs = placed.map(({ measure }) => measure.slug);
  const repeated = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (repeated !== undefined) yield at("groups", `two measures have the slug “${repeated}”`);
  yield* emptyGroups(model.groups, "groups");
  for (const [index, label] of model.labels.entries()) {
    const before = model.labels[index - 1];
    if (before === undefined ? label.from !== 0 : label.from <= before.from) {
      yield at(`labels[${index}].from`, before ? `above ${before.from}` : "the first label begins at 0");
    }
  }
  for (const { measure, path } of placed) {
    const { transform } = measure;
    if (transform.kind === "bands") yield* bandProblems(transform.bands, `${path}.transform.bands`);
    if (transform.kind === "linear" && transform.from.value === transform.to.value) {
      yield at(`${path}.transform.to.value`, "different from where the line begins");
    }
  }
}

function* emptyGroups(groups: readonly HealthGroup[], path: string): Generator<FieldProblem> {
  for (const [index, group] of groups.entries()) {
    const inner = group.groups ?? [];
    if (group.measures.length + inner.length === 0) {
      yield at(`${path}[${index}].measures`, `“${group.name}” has no measures`);
    }
    yield* emptyGroups(inner, `${path}[${index}].groups`);
  }
}

function* bandProblems(bands: readonly Band[], path: string): Generator<FieldProblem> {
  for (const [index, { from, to }] of bands.entries()) {
    if (from !== null && to !== null && from >= to) yield at(`${path}[${index}].to`, `above ${from}`);
    const before = bands[index - 1];
    if (before && (before.to === null || before.to !== from)) {
      yield at(
        `${path}[${index}].from`,
        `begins where the band before ends${before.to === null ? "" : `: ${before.to}`}`,
      );
    }
  }
}
