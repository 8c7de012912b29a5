import { z } from "zod";

/** What can be imported by name; any other word means a custom object. */
export const importObjects = [
  "organizations",
  "accounts",
  "contacts",
  "teammates",
  "contracts",
  "subscriptions",
  "mrr-snapshots",
  "events",
  "metric-values",
  "tickets",
  "survey-responses",
  "renewals",
  "notes",
  "meetings",
] as const;
export type ImportObject = (typeof importObjects)[number];

const target = z.string().trim().min(1).max(200);

/** What stands for what in a metric sheet, so that shipped scores and indicators find it. */
export const metricRoles = ["usage", "active-contacts", "seats-used", "business-volume"] as const;

/** How a file's columns become fields: the map of an import, as a JSON file or saved in the product. */
export const importMap = z.strictObject({
  columns: z
    .record(z.string(), z.union([target, z.strictObject({ field: target }), z.null()]))
    .optional()
    .describe(
      "Column of the file → field or trait slug; null leaves the column out. Absent: guessed from the headers",
    ),
  constants: z
    .record(target, z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe("Field → the value every row gets where the file has none"),
  create: z
    .array(z.enum(["traits", "metrics", "teammates"]))
    .optional()
    .describe("What may be made when it is absent"),
  values: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.null()])))
    .optional()
    .describe("Field or column → the file's word → ours; null means none"),
  dateFormat: z.string().min(5).max(40).optional().describe("How dates are written, as dd/MM/yyyy"),
  numberFormat: z.enum(["1,234.56", "1.234,56"]).optional().describe("How numbers are written"),
  roles: z.record(z.string(), z.enum(metricRoles)).optional().describe("Metric column → what it stands for"),
});
export type ImportMap = z.infer<typeof importMap>;
