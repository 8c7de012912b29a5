import { fieldTypes as ruleFieldTypes, ruleJson } from "@perennial/rules";
import { z } from "zod";
import { accounts } from "./accounts.ts";
import { contacts } from "./contacts.ts";
import {
  dateText,
  decimalText,
  endpoint,
  instantText,
  listQuery,
  momentText,
  page,
  slugText,
} from "./endpoint.ts";
import { explanationSchema } from "./explain.ts";
import { optionSchema, toneSchema } from "./fields.ts";
import { organizations } from "./organizations.ts";

export const linkSources = ["person", "playbook", "import"] as const;
/** Of what there are segments. */
export const segmentObjects = ["account", "contact", "organization"] as const;
/** Who said that a record is in a segment, or not. A person stands above a playbook, that above an import, that above the rule. */
export type LinkSource = (typeof linkSources)[number];

/** A recompute that goes through all accounts. */
export const passSchema = z.object({
  requestedAt: instantText,
  accountsDone: z.number().int(),
  accountsTotal: z.number().int().nullable(),
});
export type PassProgress = z.infer<typeof passSchema>;

export const segmentSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  description: z.string(),
  object: z.enum(segmentObjects),
  rule: ruleJson.nullable().describe("Null: by hand, by playbooks and imports only"),
  sentence: z.string().nullable().describe("The rule in plain English"),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .describe("What the rule names and is no more; members stay as they are meanwhile"),
  tone: toneSchema,
  isShipped: z.boolean(),
  memberCount: z.number().int(),
  memberArr: z.string().nullable().describe("Exact decimal in the reporting currency"),
  pass: passSchema.nullable().describe("The recompute under way, if there is one"),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Segment = z.infer<typeof segmentSchema>;

const editable = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2000),
  rule: ruleJson.nullable(),
  tone: toneSchema,
};
export const segmentInput = z.object({
  slug: slugText,
  object: z.enum(segmentObjects).default("account"),
  name: editable.name,
  description: editable.description.default(""),
  rule: editable.rule.default(null),
  tone: editable.tone.default("neutral"),
});
export const segmentPatch = z.object(editable).partial();

const slugParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id") });
const memberParams = slugParams.extend({ id: z.uuid().describe("Of the account, contact or organization") });

export const listSegments = endpoint({
  method: "GET",
  path: "/segments",
  summary: "List segments with their counts",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({ items: z.array(segmentSchema), nextCursor: z.null() }),
});
export const getSegment = endpoint({
  method: "GET",
  path: "/segments/:slug",
  summary: "Read one segment",
  params: slugParams,
  response: segmentSchema,
});
export const createSegment = endpoint({
  method: "POST",
  path: "/segments",
  summary: "Create one segment",
  description: "Its members are worked out over all records at once, in the background.",
  body: segmentInput,
  response: segmentSchema,
  status: 201,
});
export const updateSegment = endpoint({
  method: "PATCH",
  path: "/segments/:slug",
  summary: "Change one segment",
  params: slugParams,
  body: segmentPatch,
  response: segmentSchema,
});
export const archiveSegment = endpoint({
  method: "DELETE",
  path: "/segments/:slug",
  summary: "Archive one segment",
  description: "Refused while another rule asks about it.",
  params: slugParams,
  response: segmentSchema,
});
export const restoreSegment = endpoint({
  method: "POST",
  path: "/segments/:slug/restoration",
  summary: "Restore one archived segment",
  params: slugParams,
  response: segmentSchema,
});

const memberFacts = {
  memberSince: instantText.nullable(),
  memberBy: z.enum(["rule", ...linkSources]),
};
export const segmentMember = z.union([
  accounts.record.extend(memberFacts),
  contacts.record.extend(memberFacts),
  organizations.record.extend(memberFacts),
]);
export type SegmentMember = z.infer<typeof segmentMember>;
export type AccountMember = Extract<SegmentMember, { lifecycle: unknown }>;

export const listSegmentMembers = endpoint({
  method: "GET",
  path: "/segments/:slug/members",
  summary: "List the records of a segment, now or as of an instant",
  params: slugParams,
  query: listQuery.extend({
    asOf: momentText.optional(),
  }),
  response: page(segmentMember).extend({ totalCount: z.number().int() }),
  readsPast: true,
});

const membership = z.object({
  segment: slugText,
  recordId: z.uuid(),
  link: z.object({ source: z.enum(linkSources), isMember: z.boolean() }).nullable(),
});
const reason = z.string().trim().max(500);
export const addSegmentMember = endpoint({
  method: "PUT",
  path: "/segments/:slug/members/:id",
  summary: "Add a record to a segment by hand",
  description: "Stands above rules and playbooks until it is cleared.",
  params: memberParams,
  body: z.object({ reason: reason.optional() }).default({}),
  response: membership,
});
export const removeSegmentMember = endpoint({
  method: "DELETE",
  path: "/segments/:slug/members/:id",
  summary: "Take a record out of a segment by hand",
  description: "Stands above rules and playbooks until it is cleared.",
  params: memberParams,
  query: z.object({ reason: reason.optional() }),
  response: membership,
});
export const clearSegmentMember = endpoint({
  method: "DELETE",
  path: "/segments/:slug/members/:id/link",
  summary: "Forget what was said by hand, so that the rule decides again",
  params: memberParams,
  response: membership,
});

export const previewSegment = endpoint({
  method: "POST",
  path: "/segments/preview",
  summary: "Count the records that a rule would hold, and show the first of them",
  body: z.object({ object: z.enum(segmentObjects).default("account"), rule: ruleJson }),
  response: z.object({
    sentence: z.string(),
    count: z.number().int(),
    total: z.number().int(),
    sample: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable(),
        arr: decimalText.nullable().describe("Of accounts, in the reporting currency"),
      }),
    ),
  }),
});
export type SegmentPreview = z.infer<typeof previewSegment.response>;

export const explainMember = endpoint({
  method: "GET",
  path: "/segments/:slug/members/:id/explanation",
  summary: "Explain why a record is in a segment, or is not",
  params: memberParams,
  response: explanationSchema,
});
export const explainRuleFor = endpoint({
  method: "POST",
  path: "/segments/preview/explanation",
  summary: "Explain whether a rule that is not stored fits a record",
  body: z.object({ object: z.enum(segmentObjects).default("account"), rule: ruleJson, recordId: z.uuid() }),
  response: explanationSchema,
});

export const getSegmentSize = endpoint({
  method: "GET",
  path: "/segments/:slug/size",
  summary: "Read how a segment grew and shrank, and who entered and left in the last seven days",
  params: slugParams,
  query: z.object({ days: z.coerce.number().int().min(1).max(730).default(90) }),
  response: z.object({
    definedOn: dateText.describe("Membership is known from this day on; nothing is told of days before it"),
    points: z.array(z.object({ on: dateText, count: z.number().int() })).describe("At the end of each day"),
    entered: z.number().int().describe("Entries in the last seven days"),
    left: z.number().int().describe("Exits in the last seven days"),
    crossings: z
      .array(
        z.object({
          recordId: z.uuid(),
          name: z.string().nullable(),
          at: instantText,
          isMember: z.boolean().describe("True: entered; false: left"),
        }),
      )
      .describe("Of the last seven days, newest first, at most 200"),
  }),
});
export type SegmentSize = z.infer<typeof getSegmentSize.response>;

export const compareSegments = endpoint({
  method: "GET",
  path: "/segments/:slug/comparison",
  summary: "Compare two segments of accounts over chosen numbers",
  params: slugParams,
  query: z.object({
    with: z.string().min(1).max(60).describe("The other segment, by slug or id"),
    fields: z.string().min(1).max(2000).describe("Slugs of numbers of accounts, separated by commas"),
  }),
  response: z.object({
    segments: z.array(z.object({ slug: slugText, name: z.string(), accounts: z.number().int() })),
    rows: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        type: z.string(),
        values: z
          .array(
            z.object({
              accounts: z.number().int().describe("That have a value"),
              median: z.string().nullable().describe("Of two in the middle the lower"),
              mean: z.string().nullable(),
            }),
          )
          .describe("One for each segment, in their order"),
      }),
    ),
  }),
});
export type SegmentComparison = z.infer<typeof compareSegments.response>;

/** From the highest to the one below all thresholds. */
export const accountTiers = ["I", "A", "B", "C", "D"] as const;
export type AccountTier = (typeof accountTiers)[number];
const thresholds = z.object({ I: decimalText, A: decimalText, B: decimalText, C: decimalText });
const tierMeasure = z.string().min(1).max(80).describe("A number of accounts, such as arr");
export const tiersSchema = z.object({
  measure: tierMeasure,
  from: thresholds.describe("The value from which each tier begins; D is below all of them"),
  items: z.array(
    z.object({
      tier: z.enum(accountTiers),
      segment: slugText,
      accounts: z.number().int().describe("That the tier has, or would have with what was asked"),
      isByHand: z.boolean().describe("The rule of its segment was written otherwise; saving replaces it"),
    }),
  ),
});
export type Tiers = z.infer<typeof tiersSchema>;

export const getTiers = endpoint({
  method: "GET",
  path: "/tiers",
  summary: "Read from which value each tier of accounts begins",
  description:
    "With `measure` and `from` it tells how many accounts each tier would have. Accounts that were given a tier by hand keep it.",
  query: z.object({
    measure: tierMeasure.optional(),
    from: z.string().max(100).optional().describe("Of I, A, B and C, divided by commas"),
  }),
  response: tiersSchema,
});
export const setTiers = endpoint({
  method: "PUT",
  path: "/tiers",
  summary: "Set from which value each tier of accounts begins",
  description: "Writes the rules of the five segments at once, so that no value falls between two tiers.",
  body: z.object({ measure: tierMeasure, from: thresholds }),
  response: tiersSchema,
});

export const getSegmentBaselines = endpoint({
  method: "GET",
  path: "/segments/:slug/baselines",
  summary: "Read what is usual among the healthy accounts of a segment",
  description:
    "Worked out every night of the accounts to whom the primary health score gives its best label.",
  params: slugParams,
  response: z.object({
    fewestAccounts: z.number().int().describe("Metrics that fewer healthy accounts have get no baseline"),
    items: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        median: z.string(),
        spread: z.string().describe("1.4826 × the median distance from the median"),
        accounts: z.number().int(),
        computedAt: instantText,
      }),
    ),
  }),
});
export type SegmentBaselines = z.infer<typeof getSegmentBaselines.response>;

const baselineSchema = z.object({ median: z.string(), spread: z.string() });
const ruleField = z.object({
  slug: z.string(),
  label: z.string(),
  group: z.string().describe("Under which heading an editor lists it"),
  type: z.enum(ruleFieldTypes),
  options: z.array(optionSchema.pick({ value: true, label: true })).optional(),
  changesDaily: z.boolean().optional(),
  hasHistory: z.boolean().optional().describe("Rules may ask what changed, and since when"),
  baselines: z
    .record(z.string(), baselineSchema)
    .optional()
    .describe("What is usual among the healthy accounts of a segment, by its slug"),
});
export const ruleCatalogSchema = z.object({
  objects: z.array(
    z.object({
      slug: z.string(),
      label: z.string(),
      isCounted: z.boolean().optional().describe("Metrics of accounts may count its records"),
      fields: z.array(ruleField),
      names: z
        .array(z.object({ name: z.string(), label: z.string(), formula: z.string() }))
        .optional()
        .describe("Short names that formulas know"),
      relations: z.array(z.object({ slug: z.string(), label: z.string(), object: z.string() })),
      events: z
        .object({
          names: z.array(z.string()),
          properties: z.array(
            z.object({
              name: z.string(),
              label: z.string().optional(),
              type: z.enum(["text", "number", "boolean"]),
            }),
          ),
        })
        .optional(),
    }),
  ),
});
export type RuleCatalog = z.infer<typeof ruleCatalogSchema>;

export const getRuleCatalog = endpoint({
  method: "GET",
  path: "/rule-catalog",
  summary: "Read everything that rules may ask about, by object",
  response: ruleCatalogSchema,
});

/** What a rule's values may be looked up of. */
export const valueSources = ["field", "events", "properties", "property"] as const;

export const findRuleValues = endpoint({
  method: "GET",
  path: "/rule-catalog/:object/values",
  summary: "Find the values that are there, for a condition that is being written",
  description:
    "The most frequent first, at most 20. Of `field`: what records that are not archived hold, of the first 100,000 of them. " +
    "Of `events`: the names of all events. Of `properties` and `property`: the last 20,000 events of all.",
  params: z.object({ object: z.string() }),
  query: z.object({
    of: z.enum(valueSources),
    name: z.string().max(200).optional().describe("Of field: its slug. Of property: its name"),
    event: z.string().max(200).optional().describe("Only of events of this name"),
    text: z.string().max(200).default("").describe("Only values that hold this text, in any case"),
  }),
  response: z.object({
    items: z.array(
      z.object({
        value: z.string(),
        type: z.enum(["text", "number", "boolean"]).optional().describe("Of properties: what they hold"),
        count: z.number().int().describe("In how many of the records or events that were looked at"),
      }),
    ),
    nextCursor: z.null(),
    lookedAt: z.number().int().describe("How many records or events were looked at"),
    isSample: z.boolean().describe("There are more records or events than were looked at"),
  }),
});
export type RuleValues = z.infer<typeof findRuleValues.response>;
