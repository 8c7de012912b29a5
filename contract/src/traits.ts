import { z } from "zod";
import { distributionSchema } from "./distribution.ts";
import { endpoint, idParams, instantText, slugText } from "./endpoint.ts";
import { reasonSchema } from "./explain.ts";
import { fieldTypes, optionSchema } from "./fields.ts";
import { traitFormatSchema, traitOwners, traitValidationSchema } from "./trait-validation.ts";

/** Types a company may give its own traits. */
export const traitTypes = fieldTypes.filter(
  (type) => !["text-list", "organization", "integer"].includes(type),
);

export const traitSchema = z.object({
  id: z.uuid(),
  object: z.string(),
  slug: slugText,
  name: z.string(),
  type: z.enum(fieldTypes),
  group: z.string(),
  description: z.string(),
  options: z.array(optionSchema),
  isRequired: z.boolean(),
  validation: traitValidationSchema,
  format: traitFormatSchema,
  owner: z.enum(traitOwners),
  position: z.number().int().describe("Its place among the traits of its object"),
  formula: z.string().nullable().describe("Of a calculated trait: what its values are worked out by"),
  createdAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Trait = z.infer<typeof traitSchema>;

const editable = {
  name: z.string().trim().min(1).max(100),
  group: z.string().trim().max(100).default("General"),
  description: z.string().trim().max(2000).default(""),
  options: z.array(optionSchema).max(500).default([]),
  isRequired: z.boolean().default(false),
  validation: traitValidationSchema.prefault({}),
  format: traitFormatSchema.prefault({}),
  owner: z
    .enum(traitOwners)
    .default("source-wins")
    .describe("local-wins: what a person set stays until it is unpinned; source-wins: a sync overwrites it"),
};

const formulaText = z.string().trim().min(1).max(4_000);

export const traitInput = z.object({
  object: z.string().min(1).max(60),
  slug: slugText,
  type: z.enum(fieldTypes).optional().describe("Of a calculated trait: what its formula gives, unless said"),
  formula: formulaText
    .optional()
    .describe('Makes it a calculated trait, such as sum(renewals.delta where status = "open")'),
  ...editable,
});
export const traitPatch = z.object({
  name: editable.name.optional(),
  group: z.string().trim().max(100).optional(),
  description: z.string().trim().max(2000).optional(),
  options: z.array(optionSchema).max(500).optional(),
  isRequired: z.boolean().optional(),
  validation: traitValidationSchema.optional(),
  format: traitFormatSchema.optional(),
  owner: z.enum(traitOwners).optional(),
  formula: formulaText.optional().describe("Of a calculated trait; gives values of the same type"),
});

export const listTraits = endpoint({
  method: "GET",
  path: "/traits",
  summary: "List traits",
  query: z.object({
    object: z.string().max(60).optional(),
    archived: z.enum(["true", "false"]).default("false"),
  }),
  response: z.object({ items: z.array(traitSchema), nextCursor: z.null() }),
});
export const getTrait = endpoint({
  method: "GET",
  path: "/traits/:id",
  summary: "Read one trait",
  params: idParams,
  response: traitSchema,
});
export const createTrait = endpoint({
  method: "POST",
  path: "/traits",
  summary: "Create one trait",
  description: "Makes a typed column; every record has the trait at once, without a value.",
  body: traitInput,
  response: traitSchema,
  status: 201,
});
export const updateTrait = endpoint({
  method: "PATCH",
  path: "/traits/:id",
  summary: "Change one trait",
  description: "Its object, slug and type stay: values depend on them.",
  params: idParams,
  body: traitPatch,
  response: traitSchema,
});
export const archiveTrait = endpoint({
  method: "DELETE",
  path: "/traits/:id",
  summary: "Archive one trait",
  description: "Its values are kept and come back when it is restored.",
  params: idParams,
  response: traitSchema,
});
export const restoreTrait = endpoint({
  method: "POST",
  path: "/traits/:id/restoration",
  summary: "Restore one archived trait",
  params: idParams,
  response: traitSchema,
});
export const removeTrait = endpoint({
  method: "POST",
  path: "/traits/:id/removal",
  summary: "Remove one archived trait for good, with its column",
  description: "Only the history of its values stays. Its slug is free again.",
  params: idParams,
  body: z.object({}).optional(),
  response: z.object({ id: z.uuid() }),
});
export const arrangeTraits = endpoint({
  method: "PUT",
  path: "/traits/arrangement",
  summary: "Set the order and the groups of an object's traits",
  body: z.object({
    object: z.string().min(1).max(60),
    traits: z
      .array(z.object({ id: z.uuid(), group: editable.group }))
      .min(1)
      .max(1600)
      .describe("All or some, in their order; those left out stand behind them"),
  }),
  response: z.object({ items: z.array(traitSchema), nextCursor: z.null() }),
});

export const traitPreviewSchema = z.object({
  problems: z
    .array(
      z.object({
        from: z.number().int().describe("Position of the first character"),
        to: z.number().int().describe("Position behind the last character"),
        message: z.string(),
      }),
    )
    .describe("What is wrong with the formula; nothing else is there when there is any"),
  type: z.enum(fieldTypes).nullable(),
  usesClock: z.boolean().describe("The day alone can change its values"),
  record: z
    .object({ accountId: z.uuid(), name: z.string(), value: z.unknown(), reason: reasonSchema })
    .nullable()
    .describe("The formula worked out for one account"),
  distribution: distributionSchema.nullable().describe("Over all accounts; null when it took too long"),
});
export type TraitPreview = z.infer<typeof traitPreviewSchema>;
export const previewTrait = endpoint({
  method: "POST",
  path: "/traits/preview",
  summary: "Check a formula, work it out for one account and over all, without storing anything",
  body: z.object({
    formula: z.string().max(4_000),
    type: z.enum(fieldTypes).optional(),
    slug: slugText.optional().describe("Of the trait it is to be, so that circles are found"),
    accountId: z.uuid().optional().describe("The first one by name, unless said"),
  }),
  response: traitPreviewSchema,
});

export const keyRoleSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  position: z.number().int(),
  archivedAt: instantText.nullable(),
});
export type KeyRole = z.infer<typeof keyRoleSchema>;
export const listKeyRoles = endpoint({
  method: "GET",
  path: "/key-roles",
  summary: "List key roles",
  response: z.object({ items: z.array(keyRoleSchema), nextCursor: z.null() }),
});
export const createKeyRole = endpoint({
  method: "POST",
  path: "/key-roles",
  summary: "Create one key role",
  body: z.object({ slug: slugText, name: z.string().trim().min(1).max(100) }),
  response: keyRoleSchema,
  status: 201,
});

export const updateKeyRole = endpoint({
  method: "PATCH",
  path: "/key-roles/:id",
  summary: "Rename one key role, or move it in the order",
  description: "Its slug stays: rules and imports depend on it.",
  params: idParams,
  body: z.object({
    name: z.string().trim().min(1).max(100).optional(),
    position: z.number().int().min(1).max(1000).optional(),
  }),
  response: keyRoleSchema,
});
export const archiveKeyRole = endpoint({
  method: "DELETE",
  path: "/key-roles/:id",
  summary: "Archive one key role",
  description: "Who held it on which account is kept and comes back when it is restored.",
  params: idParams,
  response: keyRoleSchema,
});
export const restoreKeyRole = endpoint({
  method: "POST",
  path: "/key-roles/:id/restoration",
  summary: "Restore one archived key role",
  params: idParams,
  response: keyRoleSchema,
});

/** What a field is, for grids, rule editors and imports. */
export const fieldSchema = z.object({
  slug: z.string(),
  label: z.string(),
  group: z.string(),
  type: z.enum(fieldTypes),
  options: z.array(optionSchema),
  origin: z.enum(["built-in", "trait", "key-role", "derived"]),
  isEditable: z.boolean(),
  isRequired: z.boolean(),
  description: z.string(),
  validation: traitValidationSchema.optional().describe("Of a trait"),
  format: traitFormatSchema.optional(),
  owner: z.enum(traitOwners).optional().describe("Who has the last word about its values; of stored fields"),
});
export type FieldDescription = z.infer<typeof fieldSchema>;
export const listFields = endpoint({
  method: "GET",
  path: "/objects/:object/fields",
  summary: "List all fields of an object type: built in, traits, key roles and derived values",
  params: z.object({ object: z.string() }),
  response: z.object({ items: z.array(fieldSchema), nextCursor: z.null() }),
});

/** What a view may show as a column: a field, a value worked out when shown, or one of the record's account. */
export const columnSchema = fieldSchema
  .pick({ slug: true, label: true, group: true, type: true, options: true, isEditable: true, format: true })
  .extend({
    isSortable: z.boolean(),
    isFilterable: z.boolean().describe("Rules may ask about it"),
    hasPast: z.boolean().describe("What it was on an earlier day is known: lists give it with asOf"),
  });
export type ColumnDescription = z.infer<typeof columnSchema>;
export const listColumns = endpoint({
  method: "GET",
  path: "/objects/:object/columns",
  summary: "List what a view of an object type may show as columns",
  params: z.object({ object: z.string() }),
  response: z.object({ items: z.array(columnSchema), nextCursor: z.null() }),
});
