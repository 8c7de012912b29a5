import type { HealthMeasure } from "@perennial/contract";

/** A score that exists from the first start, made of what a company's data can tell. */
export type ShippedScore = {
  slug: string;
  name: string;
  /** What healthy means here. */
  philosophy: string;
  minimumCoveragePct: number;
  /** Wanted measures; those whose fields a company does not have are left out of its model and shown as gaps. */
  measures: readonly HealthMeasure[];
};
