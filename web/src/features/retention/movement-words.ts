import type { getArrMovements } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";

export type Movements = CallResult<typeof getArrMovements>;
export type Interval = Movements["intervals"][number];
export type MovementRow = NonNullable<Movements["rows"]>[number];

/** The movements of an interval in the order of the bridge. */
export const movementKeys = [
  "newArr",
  "expansionArr",
  "reactivationArr",
  "contractionArr",
  "churnArr",
  "currencyArr",
] as const;
export type MovementKey = (typeof movementKeys)[number];

export const movementTitles: Record<MovementKey, string> = {
  newArr: "New",
  expansionArr: "Expansion",
  reactivationArr: "Reactivation",
  contractionArr: "Contraction",
  churnArr: "Churn",
  currencyArr: "Exchange rates",
};

/** `expansionArr` is the sum of the rows of kind `expansion`. */
export const kindOf = (key: MovementKey): string => key.replace(/Arr$/, "");
