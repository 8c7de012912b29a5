import { z } from "zod";
import { endpoint, idParams, instantText, page } from "./endpoint.ts";
import { metricRoles } from "./metrics.ts";

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
  roles: z
    .record(z.string(), z.enum(metricRoles.map(({ value }) => value)))
    .optional()
    .describe("Metric column → what it stands for, so that shipped scores and indicators find it"),
});
export type ImportMap = z.infer<typeof importMap>;

export const importStatuses = [
  "draft",
  "checking",
  "running",
  "done",
  "cancelled",
  "failed",
  "undoing",
  "undone",
] as const;

const count = z.number().int();
const counts = { created: count, updated: count, unchanged: count, rejected: count };

export const importColumnSchema = z.object({
  column: z.string(),
  target: z.string().nullable().describe("Field, or slug of a trait, property or metric; null is left out"),
  by: z.enum(["map", "name", "synonym", "rest"]).nullable().describe("How the target was found"),
  type: z.string().describe("What its values look like"),
  filled: count,
  empty: count,
  examples: z.array(z.string()),
});
export type ImportColumn = z.infer<typeof importColumnSchema>;

const finding = z.object({
  kind: z.string(),
  line: count.nullable(),
  accountId: z.uuid().nullable(),
  message: z.string(),
});
export const importDryRunSchema = z.object({
  ...counts,
  rejects: z.array(z.object({ line: count, column: z.string(), value: z.string(), reason: z.string() })),
  changes: z.array(
    z.object({
      line: count,
      record: z.string(),
      field: z.string(),
      old: z.unknown(),
      new: z.unknown(),
    }),
  ),
  findings: z.array(z.object({ kind: z.string(), title: z.string(), count })),
});
export type ImportDryRun = z.infer<typeof importDryRunSchema>;

/** One import: a file, how it is understood, how far it is, and what became of its rows. */
export const importSchema = z.object({
  id: z.uuid(),
  object: z.string(),
  source: z.string(),
  fileName: z.string(),
  fileBytes: z.number(),
  status: z.enum(importStatuses),
  map: importMap,
  createdByName: z.string(),
  createdAt: instantText,
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  isStalled: z.boolean().describe("It runs, but nothing has moved for a minute: start it again"),
  rows: count,
  lines: z.object({ total: count, read: count, accepted: count, rejected: count }),
  counts: z.object(counts),
  findings: z.array(z.object({ kind: z.string(), title: z.string(), count })),
  dryRun: importDryRunSchema.nullable(),
  undo: z.object({ archived: count, restored: count, kept: count, cannot: z.array(z.string()) }).nullable(),
  cannotUndo: z.string().nullable().describe("Why its rows cannot be taken back, where they cannot"),
  error: z.string().nullable(),
});
export type Import = z.infer<typeof importSchema>;

/** One import with how its columns are understood. */
export const importDetailSchema = importSchema.extend({
  columns: z.array(importColumnSchema),
  firstRows: z.array(z.array(z.string())),
  encoding: z.string(),
  separator: z.string(),
  questions: z.array(
    z.object({
      column: z.string(),
      answer: z.enum(["dateFormat", "numberFormat"]),
      choices: z.array(z.string()),
      examples: z.array(z.string()),
      text: z.string(),
    }),
  ),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type ImportDetail = z.infer<typeof importDetailSchema>;

export const createImport = endpoint({
  method: "POST",
  path: "/imports",
  summary: "Upload one file to import",
  description:
    "The body is the file itself, with Content-Type: text/csv or application/octet-stream. Nothing is written yet: the " +
    "answer says how the file is understood. Correct that with PATCH, look at POST …/dry-run, then POST …/run.",
  query: z.object({
    object: z.string().max(60).describe("accounts, subscriptions, events …"),
    fileName: z.string().trim().min(1).max(255).default("import.csv"),
    source: z.string().trim().min(1).max(100).default("app"),
  }),
  body: z.unknown().describe("The file itself, as it is: Content-Type text/csv or application/octet-stream"),
  response: importDetailSchema,
  status: 201,
});
export const listImports = endpoint({
  method: "GET",
  path: "/imports",
  summary: "List imports, newest first",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  response: page(importSchema),
});
export const getImport = endpoint({
  method: "GET",
  path: "/imports/:id",
  summary: "Read one import: its columns, progress and outcome",
  params: idParams,
  response: importDetailSchema,
});
export const updateImport = endpoint({
  method: "PATCH",
  path: "/imports/:id",
  summary: "Change how one import is understood before it runs",
  params: idParams,
  body: z.object({
    object: z.string().max(60).optional(),
    source: z.string().trim().min(1).max(100).optional(),
    map: importMap.optional(),
  }),
  response: importDetailSchema,
});
export const dryRunImport = endpoint({
  method: "POST",
  path: "/imports/:id/dry-run",
  summary: "Try one import without writing anything",
  description: "Goes on in the background; the outcome is `dryRun` of the import.",
  params: idParams,
  response: importDetailSchema,
  status: 202,
});
export const runImport = endpoint({
  method: "POST",
  path: "/imports/:id/run",
  summary: "Start one import, or start it again where it stopped",
  params: idParams,
  response: importDetailSchema,
  status: 202,
});
export const cancelImport = endpoint({
  method: "POST",
  path: "/imports/:id/cancellation",
  summary: "Stop one import after the rows under way",
  description: "What was written stays, and can be undone.",
  params: idParams,
  response: importDetailSchema,
});
export const undoImport = endpoint({
  method: "POST",
  path: "/imports/:id/undo",
  summary: "Undo one import",
  description:
    "Records it created are archived, values it changed are put back where nobody changed them since. `undo` says what " +
    "could not be undone.",
  params: idParams,
  response: importDetailSchema,
  status: 202,
});
export const listImportRejects = endpoint({
  method: "GET",
  path: "/imports/:id/rejects",
  summary: "List the rows one import refused",
  params: idParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().max(20).optional(),
  }),
  response: page(
    z.object({
      line: count,
      lines: count,
      problems: z.array(z.object({ column: z.string(), value: z.string(), reason: z.string() })),
    }),
  ),
});
export const downloadImportRejects = endpoint({
  method: "GET",
  path: "/imports/:id/rejects.csv",
  summary: "Download the rows one import refused, to repair and import again",
  params: idParams,
  response: z.unknown(),
});
export const listImportFindings = endpoint({
  method: "GET",
  path: "/imports/:id/findings",
  summary: "List the contradictions one import found",
  params: idParams,
  query: z.object({
    kind: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().max(60).optional(),
  }),
  response: page(finding),
});
export const listImportObjects = endpoint({
  method: "GET",
  path: "/import-objects",
  summary: "List what can be imported, with the fields of each",
  response: z.object({
    items: z.array(
      z.object({
        object: z.string(),
        objectType: z.string().nullable().describe("Whose traits its other columns may become"),
        fields: z.array(z.object({ field: z.string(), type: z.string() })),
        others: z.enum(["traits", "properties", "metrics", "nothing"]),
      }),
    ),
    nextCursor: z.null(),
  }),
});
