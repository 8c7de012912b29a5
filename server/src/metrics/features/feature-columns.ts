import { featureStates } from "@perennial/contract";
import type { DerivedColumn } from "../../engine/index.ts";
import type { FeatureRow } from "./feature-rows.ts";

/** The column of an account's state of a feature in `account_derived`. */
export function featureColumn(slug: string): string {
  return `f_${slug}`;
}

/** How rules and lists name it. */
export function featureField(slug: string): string {
  return `feature:${slug}`;
}

export function featureColumns(features: readonly FeatureRow[]): DerivedColumn[] {
  return features.map(({ slug, name, description }) => ({
    name: featureColumn(slug),
    field: {
      slug: featureField(slug),
      label: name,
      group: "Features",
      type: "select",
      options: [...featureStates],
      description,
    },
    whenMissing: "never",
    isTracked: true,
    isDated: true,
  }));
}
