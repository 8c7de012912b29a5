import type { getNextTerm, Renewal } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";

export type NextTerm = CallResult<typeof getNextTerm>;
export type Price = "same" | "list" | "uplift" | "agreed";

/** What a person says of an order: the price, the lines that go on, and an end that is not the usual one. */
export type OrderText = {
  price: Price;
  /** Typed where the price is an agreed ARR. */
  arr: string;
  /** Lines that end with the term. */
  leaves: readonly string[];
  termEndsOn: string;
};

const fieldOf = { same: "sameArr", list: "listArr", uplift: "upliftArr" } as const;

/** The lines that a next term can be made of. */
export const renewable = (term: NextTerm) => term.lines.filter((line) => !line.isRefund);

/** ARR of the next term at a price, of the lines that go on. */
export function arrAt(term: NextTerm, price: Exclude<Price, "agreed">, leaves: readonly string[]): string {
  const staying = renewable(term).filter((line) => !leaves.includes(line.id));
  return sumDecimals(staying.map((line) => line[fieldOf[price]]));
}

/**
 * What is ordered unless somebody says otherwise: what people forecast; else the uplift where one is agreed; else the
 * price as it is. Without known lines only an ARR can be agreed.
 */
export function usualOrder(renewal: Renewal, term: NextTerm): OrderText {
  // Who forecasts nothing expects a churn: it says nothing of what an order would come to.
  const forecast = Number(renewal.forecastArr) === 0 ? null : renewal.forecastArr;
  const order = {
    arr: forecast ?? renewal.targetArr ?? "",
    leaves: [],
    termEndsOn: term.endsOn ?? "",
  };
  if (renewable(term).length === 0) return { ...order, price: "agreed" };
  const isAt = (price: Exclude<Price, "agreed">) =>
    forecast === null || isSameAmount(arrAt(term, price, []), forecast);
  const hasUplift = !isSameAmount(arrAt(term, "uplift", []), arrAt(term, "same", []));
  if (hasUplift && isAt("uplift")) return { ...order, price: "uplift" };
  return { ...order, price: isAt("same") ? "same" : "agreed" };
}

/** The order as the API takes it. */
export function orderOf(order: OrderText, term: NextTerm) {
  const { price, arr, leaves, termEndsOn } = order;
  return {
    ...(price === "agreed" ? { arr } : { price }),
    ...(leaves.length > 0 ? { leaves: [...leaves] } : {}),
    ...(termEndsOn !== "" && termEndsOn !== term.endsOn ? { termEndsOn } : {}),
  };
}

/** Equal as amounts, however many zeros stand behind the point. */
export const isSameAmount = (left: string, right: string): boolean =>
  sumDecimals([left]) === sumDecimals([right]);
