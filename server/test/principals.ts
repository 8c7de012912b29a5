import { systemContext } from "../src/kernel/app.ts";
import { createApiKey, permissionsOf } from "../src/people/index.ts";
import { includesPermission } from "../src/people/permissions.ts";
import type { TestApp } from "./app.ts";
import { bearer, signInAs } from "./people.ts";

/** Somebody who calls the API, and what they may do: null means that they are nobody (401 everywhere). */
export type Principal = {
  name: string;
  headers: Record<string, string>;
  permissions: ReadonlySet<string> | null;
  isPerson: boolean;
};

export function allows(principal: Principal, permissions: readonly string[]): boolean {
  const held = [...(principal.permissions ?? [])];
  return permissions.every((wanted) => held.some((one) => includesPermission(one, wanted)));
}

/** Every role by a session, and everybody who may not enter any more or never could. */
export async function makePrincipals(t: TestApp): Promise<Principal[]> {
  const root = await signInAs(t, { name: "Root", role: "administrator" });
  const people: Principal[] = [];
  for (const role of ["administrator", "revops", "leader", "csm", "viewer"] as const) {
    const { cookie } = await signInAs(t, { name: role, role });
    people.push({ name: role, headers: session(cookie), permissions: permissionsOf(role), isPerson: true });
  }
  const suspended = await signInAs(t, { name: "Suspended", role: "administrator" });
  const archived = await signInAs(t, { name: "Archived", role: "administrator" });
  const nobody = (name: string, headers: Record<string, string>): Principal => ({
    name,
    headers,
    permissions: null,
    isPerson: false,
  });
  const shut: Principal[] = [
    nobody("nobody", { "x-perennial-csrf": "1" }),
    nobody("a suspended person", session(suspended.cookie)),
    nobody("an archived person", session(archived.cookie)),
    nobody("a suspended person's key", bearer(await keyOf(t, suspended.cookie))),
    nobody("a revoked key", bearer(await keyOf(t, root.cookie, { isRevoked: true }))),
    nobody("an expired key", bearer(await keyOf(t, root.cookie, { isExpired: true }))),
    nobody("an unknown key beside a good cookie", { ...session(root.cookie), ...bearer("pk_unknown") }),
  ];
  await t.inject({ method: "PUT", url: `teammates/${suspended.id}/suspension` });
  await t.inject({ method: "DELETE", url: `teammates/${archived.id}` });
  const leader = await signInAs(t, { name: "Former", role: "administrator" });
  const bounded = await keyOf(t, leader.cookie);
  await t.inject({ method: "PATCH", url: `teammates/${leader.id}`, body: { role: "leader" } });
  const keys: Principal[] = [
    await keyFor(t, "a key that may do everything", ["*"]),
    {
      name: "a leader's key that once could do everything",
      headers: bearer(bounded),
      permissions: permissionsOf("leader"),
      isPerson: false,
    },
  ];
  return [...shut, ...people, ...keys];
}

/** A key with exactly these scopes, made as on the command line. */
export async function keyFor(t: TestApp, name: string, scopes: readonly string[]): Promise<Principal> {
  const ctx = await systemContext(t.app, "test");
  const { key } = await createApiKey(t.app, ctx, { name, scopes: [...scopes] });
  return { name, headers: bearer(key), permissions: new Set(scopes), isPerson: false };
}

function session(cookie: string): Record<string, string> {
  return { cookie, "x-perennial-csrf": "1" };
}

async function keyOf(
  t: TestApp,
  cookie: string,
  { isRevoked = false, isExpired = false } = {},
): Promise<string> {
  const made = await t.inject({
    method: "POST",
    url: "api-keys",
    body: { name: "Theirs", scopes: ["*"] },
    as: null,
    headers: { cookie },
  });
  const row = t.db.updateTable("api_keys").where("id", "=", made.body.apiKey.id);
  if (isExpired) await row.set({ expires_at: t.clock.now().toString() }).execute();
  if (isRevoked) await t.inject({ method: "DELETE", url: `api-keys/${made.body.apiKey.id}` });
  return made.body.key;
}
