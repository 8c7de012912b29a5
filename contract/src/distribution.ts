import { z } from "zod";
import { decimalText } from "./endpoint.ts";

const valueCount = z.object({ value: z.string(), accounts: z.number().int() });

/** How a value is spread over accounts. */
export const distributionSchema = z.object({
  total: z.number().int(),
  missing: z.number().int(),
  numbers: z
    .object({ min: decimalText, max: decimalText, mean: decimalText, median: decimalText })
    .nullable(),
  bins: z
    .array(z.object({ from: decimalText, to: decimalText, accounts: z.number().int() }))
    .describe("Of numbers: ranges of equal width; the last one holds its end"),
  values: z.array(valueCount).describe("Of other types: the most frequent; dates by month"),
});
export type Distribution = z.infer<typeof distributionSchema>;
