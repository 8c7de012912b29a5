import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const contactsSource = z
  .object({ kind: z.literal("contacts") })
  .describe("Distinct contacts active in the window");

export const contactsForm: SourceForm = {
  label: "Active contacts",
  reads: "Distinct contacts who did anything in the product. Read from daily activity.",
  begins: { kind: "contacts" },
  asks: [],
};
