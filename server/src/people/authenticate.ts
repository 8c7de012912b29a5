import type { App } from "../kernel/app.ts";
import type { Actor } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import type { Authenticate } from "../kernel/http/server.ts";
import { actorOfApiKey } from "./api-key-actor.ts";
import { permissionsOf, type Role } from "./roles.ts";
import { sessionOf } from "./session-of.ts";

/**
 * Recognises who asks: the owner of a session cookie, or an API key sent as a bearer token. A request that carries
 * an Authorization header is judged by it alone: were its cookie used instead, it would act for the person signed in
 * without the protection against other sites that cookies need.
 */
export function authenticate(app: App): Authenticate {
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      const actor = key === undefined ? undefined : await actorOfApiKey(app, key);
      if (actor) return actor;
      throw problem(
        "unauthenticated",
        "This API key is not valid: unknown, expired or revoked. Send a valid one as: Authorization: Bearer pk_…",
      );
    }
    const session = await sessionOf(app, request);
    const actor = session && (await actorOfTeammate(app, session.teammateId));
    if (actor) return actor;
    throw problem("unauthenticated", "Sign in, or send an API key as a bearer token.");
  };
}

async function actorOfTeammate(app: App, id: string): Promise<Actor | undefined> {
  const row = await app.db
    .selectFrom("teammates")
    .select(["id", "name", "role"])
    .where("id", "=", id)
    .where("status", "=", "active")
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  return { kind: "teammate", id: row.id, name: row.name, permissions: permissionsOf(row.role as Role) };
}
