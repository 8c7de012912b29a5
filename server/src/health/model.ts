import type { HealthGroup, HealthLabel, HealthMeasure, HealthModel } from "@perennial/contract";

/** A measure with its place in the model and its share of the whole, 0–1, when nothing is missing. */
export type PlacedMeasure = {
  measure: HealthMeasure;
  share: number;
  path: string;
  /** As a reader finds it: “Adoption › Active days”. */
  place: string;
  variant: Variant;
};

/** A model as it applies: to the accounts of a segment, or to all that no segment's model takes. */
export type Variant = {
  /** Null: for everybody else. */
  segment: string | null;
  name: string;
  groups: readonly HealthGroup[];
  minimumCoveragePct: number;
  path: string;
};

/** The models of a score in the order in which they are tried; the last one takes everybody. */
export function variantsOf(model: HealthModel): Variant[] {
  const { groups, minimumCoveragePct, variants = [] } = model;
  return [
    ...variants.map((variant, index) => ({ ...variant, path: `variants[${index}].groups` })),
    { segment: null, name: "Everybody else", groups, minimumCoveragePct, path: "groups" },
  ];
}

/** Every measure of a score, in order, with its share of the model it stands in. Weights are normalised at each level. */
export function placedMeasures(model: HealthModel): PlacedMeasure[] {
  const variants = variantsOf(model);
  const isOne = variants.length === 1;
  return variants.flatMap((variant) => measuresOf(variant, isOne ? [] : [variant.name]));
}

/** The measures of one of a score's models. */
export function measuresOf(variant: Variant, within: readonly string[] = []): PlacedMeasure[] {
  return ofGroups(variant.groups, 1, variant.path, within).map((each) => ({ ...each, variant }));
}

/** A measure with its place in its model. */
type InModel = Omit<PlacedMeasure, "variant">;

function ofGroups(
  groups: readonly HealthGroup[],
  share: number,
  path: string,
  within: readonly string[],
): InModel[] {
  const total = groups.reduce((sum, group) => sum + group.weight, 0);
  return groups.flatMap((group, index) =>
    ofGroup(group, (share * group.weight) / total, `${path}[${index}]`, [...within, group.name]),
  );
}

function ofGroup(group: HealthGroup, share: number, path: string, within: readonly string[]): InModel[] {
  const inner = group.groups ?? [];
  const total = [...group.measures, ...inner].reduce((sum, each) => sum + each.weight, 0);
  return [
    ...group.measures.map((measure, index) => ({
      measure,
      share: (share * measure.weight) / total,
      path: `${path}.measures[${index}]`,
      place: [...within, measure.name].join(" › "),
    })),
    ...inner.flatMap((each, index) =>
      ofGroup(each, (share * each.weight) / total, `${path}.groups[${index}]`, [...within, each.name]),
    ),
  ];
}

/** The fields that say which model applies. */
export function segmentsOfModels(model: HealthModel): string[] {
  return (model.variants ?? []).map(({ segment }) => `segment:${segment}`);
}

/** The numbers of which the models ask what is usual in a segment. */
export function fieldsWithUsual(models: readonly HealthModel[]): string[] {
  const asks = models.flatMap(placedMeasures).flatMap(({ measure: { source, transform } }) => {
    const isAsked = transform.kind === "percentile" || transform.kind === "deviation";
    return isAsked && source.kind === "field" ? [source.field] : [];
  });
  return [...new Set(asks)];
}

/** The label that holds at a score: the last one that begins at or below it. */
export function labelAt(model: HealthModel, score: number): HealthLabel | undefined {
  return model.labels.findLast((label) => label.from <= score);
}

/** Each label's half-open range as it is printed; the last one includes 100. */
export function printedRange(model: HealthModel, index: number): string {
  const from = model.labels[index]?.from ?? 0;
  const next = model.labels[index + 1];
  return next ? `[${from}, ${next.from})` : `[${from}, 100]`;
}
