import { amountText } from "../contracts/index.ts";
import { type RetentionRatios, type RetentionSums, retentionRatios } from "./retention.ts";

/** The sums of a group as SQL gives them. */
export type SumsRow = {
  start_arr: string;
  end_arr: string;
  retained_arr: string;
  start_count: number;
  kept_count: number;
};

/** Sums and the ratios made of them; of no row, nothing was there to retain. */
export function figuresOf(row: SumsRow | undefined): RetentionSums & RetentionRatios {
  const sums: RetentionSums = {
    startArr: amountText(row?.start_arr ?? "0"),
    endArr: amountText(row?.end_arr ?? "0"),
    retainedArr: amountText(row?.retained_arr ?? "0"),
    startCount: row?.start_count ?? 0,
    keptCount: row?.kept_count ?? 0,
  };
  return { ...retentionRatios(sums), ...sums };
}
