import { z } from "zod";
import { dateText, decimalText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** Built-in fields of an organization. */
export const organizationFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
  { slug: "domains", label: "Domains", type: "text-list" },
] as const satisfies readonly FieldSpec[];

export const organizations = recordEndpoints({
  plural: "organizations",
  keepsPast: true,
  label: "organization",
  fields: organizationFields,
  more: {
    accountCount: z.number().int().describe("Accounts that are not archived"),
    arr: decimalText.describe("Of its accounts together, in the reporting currency"),
    nextRenewalOn: dateText.nullable().describe("The earliest of its accounts"),
    scores: z
      .record(
        z.string(),
        z.object({
          value: z.number(),
          label: z.string().nullable(),
          accounts: z.number().int().describe("Accounts that have the score"),
          change30d: z
            .number()
            .nullable()
            .describe(
              "Less what they came to 30 days ago: the accounts that had the score then, as they weigh now",
            ),
        }),
      )
      .describe("Health of its accounts together, as each score says how they come to one"),
    health: z.number().nullable().describe("The primary score"),
    healthChange30d: z.number().nullable().describe("Of the primary score"),
  },
  moreInput: {},
});
export type Organization = z.infer<typeof organizations.record>;
