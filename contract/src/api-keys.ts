import { z } from "zod";
import { endpoint, idParams, instantText } from "./endpoint.ts";

/** A permission such as `accounts.read`, all of an area (`accounts.*`), or everything (`*`). */
export const scopeText = z
  .string()
  .regex(/^(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/, "a permission such as accounts.read, accounts.* or *");

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string().describe("The key's first and last characters, to recognise it by"),
  scopes: z.array(z.string()),
  ownerId: z.uuid().nullable().describe("Whose permissions bound it; null for keys made on the command line"),
  createdAt: instantText,
  createdByName: z.string(),
  expiresAt: instantText.nullable(),
  lastUsedAt: instantText.nullable(),
  revokedAt: instantText.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const listApiKeys = endpoint({
  method: "GET",
  path: "/api-keys",
  summary: "List API keys",
  response: z.object({ items: z.array(apiKeySchema), nextCursor: z.null() }),
});
export const createApiKey = endpoint({
  method: "POST",
  path: "/api-keys",
  summary: "Make one API key",
  description:
    "The key is shown in this answer and never again. It can do no more than the one who makes it.",
  body: z.object({
    name: z.string().trim().min(1).max(200),
    scopes: z.array(scopeText).min(1).max(200),
    expiresAt: instantText.nullish(),
  }),
  response: z.object({ apiKey: apiKeySchema, key: z.string() }),
  status: 201,
});
export const revokeApiKey = endpoint({
  method: "DELETE",
  path: "/api-keys/:id",
  summary: "Revoke one API key",
  params: idParams,
  response: apiKeySchema,
});
