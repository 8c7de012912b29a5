import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { accounts } from "./accounts.ts";
import {
  currencyCode,
  decimalText,
  endpoint,
  instantText,
  listQuery,
  momentText,
  page,
  slugText,
} from "./endpoint.ts";
import { toneSchema } from "./fields.ts";
import { transformSchema } from "./health-transforms.ts";
import { passSchema } from "./segments.ts";

const weight = z
  .number()
  .positive()
  .max(1_000_000)
  .describe("Any positive number; shown as a share of 100 %");
const name = z.string().trim().min(1).max(100);

export const missingPolicies = ["leave-out", "poor", "neutral", "withhold"] as const;
export type MissingPolicy = (typeof missingPolicies)[number];

export const healthMeasureSchema = z.object({
  slug: slugText,
  name,
  weight,
  source: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("field"),
      field: z.string().min(1).max(200),
      needs: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe("No data while this other field is empty: a count of 0 where nothing was ever sent"),
    }),
    z.object({ kind: z.literal("rule"), rule: ruleJson }),
  ]),
  transform: transformSchema,
  missing: z.enum(missingPolicies).default("leave-out"),
});
export type HealthMeasure = z.infer<typeof healthMeasureSchema>;

/** Measures and further groups under one weight. */
export type HealthGroup = {
  slug: string;
  name: string;
  weight: number;
  measures: HealthMeasure[];
  groups?: HealthGroup[] | undefined;
};
export const healthGroupSchema: z.ZodType<HealthGroup, HealthGroupInput> = z.lazy(() =>
  z.object({
    slug: slugText,
    name,
    weight,
    measures: z.array(healthMeasureSchema).max(100),
    groups: z.array(healthGroupSchema).max(20).optional(),
  }),
);
type HealthGroupInput = Omit<HealthGroup, "measures" | "groups"> & {
  measures: z.input<typeof healthMeasureSchema>[];
  groups?: HealthGroupInput[] | undefined;
};

const label = z.object({
  value: slugText,
  label: name,
  /** Holds from here up to where the next begins; the first begins at 0, the last ends with 100. */
  from: z.number().min(0).max(99),
  tone: toneSchema,
});
export type HealthLabel = z.infer<typeof label>;

const minimumCoveragePct = z
  .number()
  .min(0)
  .max(100)
  .describe("Below this share of weights with data the score is withheld");

/** The model of the accounts of a segment. */
const variant = z.object({
  slug: slugText,
  name,
  segment: slugText,
  groups: z.array(healthGroupSchema).min(1).max(20),
  minimumCoveragePct,
});
export type HealthVariant = z.infer<typeof variant>;

export const healthModelSchema = z.object({
  groups: z
    .array(healthGroupSchema)
    .min(1)
    .max(20)
    .describe("For accounts of no segment with a model of its own"),
  labels: z.array(label).min(1).max(10),
  minimumCoveragePct,
  variants: z
    .array(variant)
    .max(20)
    .optional()
    .describe("Models of segments, in order: the first one whose segment an account is in applies"),
});
export type HealthModel = z.infer<typeof healthModelSchema>;

export const rollUps = ["arr-weighted", "worst", "mean"] as const;
export type RollUpMethod = (typeof rollUps)[number];

export const healthScoreSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  description: z.string().describe("The philosophy: what healthy means here"),
  isPrimary: z.boolean(),
  rollUp: z.enum(rollUps).describe("How the scores of accounts come to one of their organization"),
  version: z.number().int(),
  model: healthModelSchema,
  problems: z
    .array(
      z.object({
        path: z.string(),
        place: z.string().describe("As a reader finds it: Adoption › Active days"),
        message: z.string(),
      }),
    )
    .describe("What measures look at and is no more; they have no data meanwhile"),
  distribution: z.array(
    z.object({
      label: z.string().nullable().describe("Null: withheld, too little data"),
      accounts: z.number().int(),
      arr: z.string().nullable(),
    }),
  ),
  pass: passSchema.nullable(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type HealthScore = z.infer<typeof healthScoreSchema>;

const slugParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id") });

export const listHealthScores = endpoint({
  method: "GET",
  path: "/health-scores",
  summary: "List health scores",
  response: z.object({ items: z.array(healthScoreSchema), nextCursor: z.null() }),
});
export const getHealthScore = endpoint({
  method: "GET",
  path: "/health-scores/:slug",
  summary: "Read one health score with its distribution",
  params: slugParams,
  response: healthScoreSchema,
});
export const createHealthScore = endpoint({
  method: "POST",
  path: "/health-scores",
  summary: "Create one health score",
  body: z.object({
    slug: slugText,
    name,
    description: z.string().trim().max(5000).default(""),
    model: healthModelSchema,
  }),
  response: healthScoreSchema,
  status: 201,
});
export const updateHealthScore = endpoint({
  method: "PATCH",
  path: "/health-scores/:slug",
  summary: "Change one health score",
  description: "A new model is a new version; all accounts are scored again in the background.",
  params: slugParams,
  body: z.object({
    name: name.optional(),
    description: z.string().trim().max(5000).optional(),
    isPrimary: z.literal(true).optional(),
    rollUp: z.enum(rollUps).optional(),
    model: healthModelSchema.optional(),
  }),
  response: healthScoreSchema,
});
export const archiveHealthScore = endpoint({
  method: "DELETE",
  path: "/health-scores/:slug",
  summary: "Archive one health score",
  description: "Refused while another rule asks about it.",
  params: slugParams,
  response: healthScoreSchema,
});
export const listHealthScoreVersions = endpoint({
  method: "GET",
  path: "/health-scores/:slug/versions",
  summary: "List the versions of a health score's model, newest first",
  params: slugParams,
  response: z.object({
    items: z.array(
      z.object({ version: z.number().int(), at: instantText, actor: z.string(), model: healthModelSchema }),
    ),
    nextCursor: z.null(),
  }),
});

export const getHealthGaps = endpoint({
  method: "GET",
  path: "/health-scores/:slug/gaps",
  summary: "Read what data would improve a score: measures without data, and what to do about each",
  params: slugParams,
  response: z.object({
    items: z.array(
      z.object({
        place: z.string().describe("The measure as a reader finds it"),
        weightPct: z.number().nullable().describe("Its share of the model; null: wanted, not measurable yet"),
        accounts: z.number().int().nullable().describe("To which it applies"),
        accountsWithData: z.number().int(),
        advice: z.string(),
      }),
    ),
    nextCursor: z.null(),
  }),
});
export type HealthGaps = z.infer<typeof getHealthGaps.response>;

export const previewHealthScore = endpoint({
  method: "POST",
  path: "/health-scores/:slug/preview",
  summary: "Show what a changed model would change, before it is saved",
  params: slugParams,
  body: z.object({ model: healthModelSchema }),
  response: z.object({
    accounts: z.number().int(),
    changed: z.number().int(),
    moves: z.array(
      z.object({ from: z.string().nullable(), to: z.string().nullable(), accounts: z.number().int() }),
    ),
    distribution: z
      .array(z.object({ label: z.string().nullable(), accounts: z.number().int() }))
      .describe("How many accounts would have each label; null: withheld"),
    examples: z
      .array(
        z.object({
          accountId: z.uuid(),
          name: z.string(),
          value: z.number().nullable().describe("The score as it stands"),
          wouldBe: z.number().nullable(),
          wouldBeLabel: z.string().nullable(),
        }),
      )
      .describe("The accounts that stand lowest, in the middle and highest today"),
  }),
});

const movedMeasure = z.object({
  measure: z.string(),
  name: z.string(),
  from: z.number().nullable().describe("Points before"),
  to: z.number().nullable(),
});
const cause = movedMeasure.extend({
  below: z
    .array(movedMeasure)
    .optional()
    .describe("Where the measure is another score: what of that score moved at the same time"),
});
export const healthTrend = endpoint({
  method: "GET",
  path: "/health-scores/:slug/trend",
  summary: "Read every change of an account's score, with what moved it, oldest first",
  params: slugParams,
  query: z.object({
    accountId: z.uuid(),
    from: instantText.optional(),
    to: instantText.optional(),
    asOf: momentText.optional().describe("Those made by then"),
  }),
  response: z.object({
    items: z.array(
      z.object({
        at: instantText,
        value: z.number().nullable(),
        previous: z.number().nullable(),
        label: z.string().nullable(),
        causes: z.array(cause),
      }),
    ),
    nextCursor: z.null(),
  }),
  readsPast: true,
});
export type HealthTrend = z.infer<typeof healthTrend.response>;

export const listScoredAccounts = endpoint({
  method: "GET",
  path: "/health-scores/:slug/accounts",
  summary: "List accounts by their score",
  params: slugParams,
  query: listQuery.extend({
    label: z.string().max(60).optional().describe("Only of this label; `none` for withheld"),
  }),
  response: page(accounts.record),
});

const between = {
  from: momentText,
  to: momentText.optional().describe("Now if left out"),
};
const labelOrNone = z
  .string()
  .max(60)
  .describe("A label; `none`: withheld, or no score was kept; `absent`: the account was not there");

export const getHealthMigration = endpoint({
  method: "GET",
  path: "/health-scores/:slug/migration",
  summary: "Read how accounts went from label to label between two days, by count and by ARR",
  description: "Every account that was there on either day, once, by the score’s labels as they were kept.",
  params: slugParams,
  query: z.object(between),
  response: z.object({
    from: instantText,
    to: instantText,
    currency: currencyCode,
    labels: z
      .array(z.object({ value: z.string(), label: z.string(), tone: toneSchema }))
      .describe("Of the model as it is now"),
    keptSince: instantText.nullable().describe("When the history of the score’s labels begins"),
    cells: z.array(
      z.object({
        from: labelOrNone,
        to: labelOrNone,
        accounts: z.number().int(),
        arrThen: decimalText.describe("On the first day"),
        arrNow: decimalText.describe("On the second"),
      }),
    ),
  }),
});
export type HealthMigration = z.infer<typeof getHealthMigration.response>;

export const listMigratedAccounts = endpoint({
  method: "GET",
  path: "/health-scores/:slug/migration/accounts",
  summary: "List the accounts of one cell of the migration, those with the most ARR first",
  params: slugParams,
  query: z.object({
    ...between,
    fromLabel: labelOrNone.optional(),
    toLabel: labelOrNone.optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  response: page(
    z.object({
      id: z.uuid(),
      name: z.string(),
      from: labelOrNone,
      to: labelOrNone,
      scoreThen: z.number().nullable(),
      scoreNow: z.number().nullable(),
      arrThen: decimalText.nullable(),
      arrNow: decimalText.nullable(),
    }),
  ),
});
export type MigratedAccount = z.infer<typeof listMigratedAccounts.response>["items"][number];
