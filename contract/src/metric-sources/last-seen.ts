import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const lastSeenSource = z
  .object({
    kind: z.literal("last-seen"),
    of: z.enum(["account", "sponsor"]).default("account"),
  })
  .describe("Days since the last event: of anybody, or of the contact who is sponsor");

export const lastSeenForm: SourceForm = {
  label: "Days since last seen",
  reads: "Days since something was last done in the product.",
  hasNoWindow: true,
  begins: { kind: "last-seen", of: "account" },
  asks: [
    {
      ask: "choice",
      key: "of",
      label: "By",
      options: [
        { value: "account", label: "Anybody at the account" },
        { value: "sponsor", label: "The contact who is sponsor" },
      ],
    },
  ],
};
