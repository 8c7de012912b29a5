import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const seatUtilisationSource = z
  .object({ kind: z.literal("seat-utilisation") })
  .describe("Distinct active contacts as % of the licensed seats");

export const seatUtilisationForm: SourceForm = {
  label: "Seat utilisation",
  reads: "Distinct active contacts as a percentage of the licensed seats.",
  begins: { kind: "seat-utilisation" },
  asks: [],
};
