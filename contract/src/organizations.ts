import type { z } from "zod";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** Built-in fields of an organization. */
export const organizationFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
  { slug: "domains", label: "Domains", type: "text-list" },
] as const satisfies readonly FieldSpec[];

export const organizations = recordEndpoints({
  plural: "organizations",
  label: "organization",
  fields: organizationFields,
  more: {},
  moreInput: {},
});
export type Organization = z.infer<typeof organizations.record>;
