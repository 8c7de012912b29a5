import type { ApiKey } from "@perennial/contract";
import { z } from "zod";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";

/** Every key, newest first, revoked ones included. */
export const listApiKeys = query({
  name: "api-keys.list",
  permission: "api-keys.read",
  input: z.object({}),
  run: ({ db }) => readApiKeys(db),
});

/** @throws Problem `not-found` */
export async function readApiKey(db: Db, id: string): Promise<ApiKey> {
  const [apiKey] = await readApiKeys(db, id);
  if (!apiKey) throw problem("not-found", `There is no API key with the id ${id}.`);
  return apiKey;
}

async function readApiKeys(db: Db, id?: string): Promise<ApiKey[]> {
  let select = db
    .selectFrom("api_keys")
    .select([
      "id",
      "name",
      "hint",
      "scopes",
      "owner_id as ownerId",
      "created_at as createdAt",
      "created_by_name as createdByName",
      "expires_at as expiresAt",
      "last_used_at as lastUsedAt",
      "revoked_at as revokedAt",
    ])
    .orderBy("id", "desc");
  if (id !== undefined) select = select.where("id", "=", id);
  return select.execute();
}
