import { z } from "zod";
import { type Endpoint, endpoint, idParams, instantText, page, slugText } from "./endpoint.ts";
import { type FieldSpec, inputSchema, valuesSchema } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** What a record of a custom object may belong to. */
export const customObjectLinks = ["account", "accounts", "contact", "organization"] as const;
export type CustomObjectLink = (typeof customObjectLinks)[number];

const mirrorOf = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .nullable()
  .describe(
    "The source whose records it copies (crm:salesforce …): connectors, imports and API keys write them, people cannot. Null: written here",
  );

export const customObjectSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  plural: slugText.describe("How rules and formulas name its records from their account"),
  name: z.string(),
  namePlural: z.string(),
  description: z.string(),
  linkedTo: z.enum(customObjectLinks),
  mirrorOf,
  createdAt: instantText,
  archivedAt: instantText.nullable(),
});
export type CustomObject = z.infer<typeof customObjectSchema>;

const words = {
  name: z.string().trim().min(1).max(60),
  namePlural: z.string().trim().min(1).max(60),
  description: z.string().trim().max(2000).default(""),
};

export const listCustomObjects = endpoint({
  method: "GET",
  path: "/custom-objects",
  summary: "List the kinds of record that the company defines",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({ items: z.array(customObjectSchema), nextCursor: z.null() }),
});
export const createCustomObject = endpoint({
  method: "POST",
  path: "/custom-objects",
  summary: "Define one kind of record",
  description:
    "Makes its table. Its fields are traits of the object, defined with POST /traits. What its records are linked to stays as it is.",
  body: z.object({
    slug: slugText,
    plural: slugText,
    ...words,
    linkedTo: z
      .enum(customObjectLinks)
      .default("account")
      .describe("To one account, to any number of accounts, to a contact or to an organization"),
    mirrorOf: mirrorOf.default(null),
  }),
  response: customObjectSchema,
  status: 201,
});
export const updateCustomObject = endpoint({
  method: "PATCH",
  path: "/custom-objects/:id",
  summary: "Change the names of one custom object, or whose copy it is",
  description: "Its slugs stay: rules, imports and the table depend on them.",
  params: idParams,
  body: z.object({
    name: words.name.optional(),
    namePlural: words.namePlural.optional(),
    description: z.string().trim().max(2000).optional(),
    mirrorOf: mirrorOf.optional(),
  }),
  response: customObjectSchema,
});
export const archiveCustomObject = endpoint({
  method: "DELETE",
  path: "/custom-objects/:id",
  summary: "Archive one custom object",
  description: "Its records and traits are kept and come back when it is restored.",
  params: idParams,
  response: customObjectSchema,
});
export const restoreCustomObject = endpoint({
  method: "POST",
  path: "/custom-objects/:id/restoration",
  summary: "Restore one archived custom object",
  params: idParams,
  response: customObjectSchema,
});

/** What every custom record has; the rest are traits. */
export const customRecordFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
] as const satisfies readonly FieldSpec[];

/** The field by which a record that belongs to one contact or organization names it. */
export const customLinkFields = {
  contact: { slug: "contactId", label: "Contact", type: "contact", isRequired: true },
  organization: { slug: "organizationId", label: "Organization", type: "organization", isRequired: true },
} as const satisfies Record<string, FieldSpec>;

const reference = (ways: z.ZodRawShape) => z.union([z.string(), z.object(ways)]).optional();
const optionalText = z.string().optional();
const ofObject = z.object({ object: slugText.describe("The custom object's slug") });
const ofRecord = ofObject.extend(idParams.shape);
const records = recordEndpoints({
  plural: "custom-records/:object",
  keepsPast: true,
  label: "custom record",
  fields: customRecordFields,
  more: {
    accountId: z.uuid().nullable().describe("Null where it is not linked to one account"),
    contactId: z.uuid().nullish(),
    organizationId: z.uuid().nullish(),
    accounts: z
      .array(z.object({ accountId: z.uuid(), accountName: z.string().nullable() }))
      .optional()
      .describe("Of an object whose records may have several accounts"),
  },
  moreInput: {
    accountId: z.uuid().optional(),
    account: z
      .union([z.string(), z.object({ source: z.string(), externalId: z.string() })])
      .optional()
      .describe("Its account: an id or an external id; where it may have several, one more"),
    accountIds: z
      .array(z.uuid())
      .max(1000)
      .optional()
      .describe("All its accounts, where it may have several"),
    contactId: z.uuid().optional(),
    contact: reference({ externalId: optionalText, email: optionalText }).describe(
      "Its contact: an id, an external id or an e-mail",
    ),
    organizationId: z.uuid().optional(),
    organization: reference({ externalId: optionalText, name: optionalText }).describe(
      "Its organization: an id, an external id or a name",
    ),
  },
});

/** The usual endpoints, for the records of any custom object. */
export const customRecords = {
  ...records,
  list: { ...records.list, summary: "List records of a custom object", params: ofObject },
  export: { ...records.export, summary: "Download records of a custom object as a table", params: ofObject },
  get: { ...records.get, params: ofRecord },
  getByExternalId: {
    ...records.getByExternalId,
    params: ofObject.extend({ source: z.string(), externalId: z.string() }),
  },
  create: { ...records.create, params: ofObject },
  update: { ...records.update, params: ofRecord },
  archive: { ...records.archive, params: ofRecord },
  restore: { ...records.restore, params: ofRecord },
  bulkUpsert: {
    ...records.bulkUpsert,
    summary: "Create or update up to 10,000 records of a custom object by their external ids",
    params: ofObject,
  },
};
export type CustomRecord = z.infer<typeof records.record>;

/**
 * The endpoints of one custom object with its own fields, for the description of the API: `/custom-records/site`.
 * @param traits its traits as fields, by the trait's slug
 */
export function customRecordsOf(
  object: { slug: string; name: string; namePlural: string; mirrorOf: string | null },
  traits: readonly FieldSpec[],
): Endpoint[] {
  const [one, several] = [object.name.toLowerCase(), object.namePlural.toLowerCase()];
  const record = records.record.extend({ traits: described(valuesSchema(traits), traits) });
  const input = records.input.extend({ traits: described(inputSchema(traits), traits).optional() });
  const copy = object.mirrorOf === null ? "" : `A copy of ${object.mirrorOf}: people cannot write it. `;
  const own: Record<OwnEndpoint, [summary: string, Partial<Endpoint>]> = {
    list: [`List ${several}`, { response: page(record.extend(records.listed.pick(listedMore).shape)) }],
    export: [`Download ${several} as a table`, {}],
    get: [`Read one ${one}`, { response: record }],
    getByExternalId: [`Read one ${one} by its id in another system`, { response: record }],
    create: [`Create one ${one}`, { body: input, response: record }],
    update: [`Change some fields of one ${one}`, { body: input, response: record }],
    archive: [`Archive one ${one}`, { response: record }],
    restore: [`Restore one archived ${one}`, { response: record }],
    bulkUpsert: [
      `Create or update up to 10,000 ${several} by their external ids`,
      {
        body: z.object({
          source: records.bulkUpsert.body.shape.source,
          items: z.array(input.extend({ externalId: z.string().trim().min(1).max(255) })).max(10_000),
        }),
      },
    ],
  };
  return Object.entries(own).map(([name, [summary, more]]) => {
    const general: Endpoint = customRecords[name as OwnEndpoint];
    const { object: _, ...params } = (general.params as typeof ofRecord).shape;
    const isWrite = general.method !== "GET";
    const description = `${isWrite ? copy : ""}${general.description ?? ""}`.trim();
    return {
      ...general,
      ...more,
      summary,
      ...(description === "" ? {} : { description }),
      path: general.path.replace(":object", object.slug),
      params: z.object(params),
    };
  });
}

type OwnEndpoint = Exclude<keyof typeof records, "record" | "listed" | "input">;
const listedMore = { pinned: true, values: true, labels: true } as const;

/** Says of each field what people call it, and what may be chosen. */
function described(schema: z.ZodObject, fields: readonly FieldSpec[]): z.ZodObject {
  const shape = fields.map(({ slug, label, description = "", options = [] }) => {
    const choices = options.length === 0 ? "" : `One of: ${options.map(({ value }) => value).join(", ")}`;
    const words = [label, description, choices].filter((text) => text !== "").join(". ");
    return [slug, (schema.shape[slug] as z.ZodType).describe(words)] as const;
  });
  return z.object(Object.fromEntries(shape));
}
