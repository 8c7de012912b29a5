import { sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { contributions } from "../kernel/slice.ts";
import { catalogOf, readRecords, valuesWithPrefix } from "../objects/index.ts";

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** First words of template variables that other slices give (`renewal`, `survey`). */
    templateScopes: readonly TemplateScope[];
  }
}

export type ScopeRequest = {
  accountId: string;
  contactId?: string | undefined;
  renewalId?: string | undefined;
  /** Who it is sent as; `{{ sender.name }}`. */
  sender?: { name: string; address: string } | undefined;
};

export type TemplateScope = {
  /** `renewal` in `{{ renewal.due_on }}`. */
  name: string;
  /** Null when there is none: its variables are then missing. */
  load(db: Db | Tx, request: ScopeRequest): Promise<Record<string, unknown> | null>;
};

/**
 * Everything that variables can name for one account: `account` with its fields (`account.seats_licensed`), `traits`,
 * `metrics`, metrics by `roles`, and `scores`; each key role's holder (`csm.first_name`); `contact`, `sender`, `company`; and what other
 * slices give.
 * @throws Problem `not-found` when there is no such account
 */
export async function templateScope(
  app: App,
  db: Db | Tx,
  request: ScopeRequest,
): Promise<Record<string, unknown>> {
  const catalog = await catalogOf(app, db);
  const [account] = await readRecords(db, catalog, accountType, [request.accountId]);
  if (!account) throw problem("not-found", `There is no account with the id ${request.accountId}.`);
  const plain = Object.entries(account.values).filter(([slug]) => !slug.includes(":"));
  const scope: Record<string, unknown> = {
    ...(await keyRoleHolders(db, valuesWithPrefix(account, "keyRole:"))),
    account: {
      id: account.id,
      ...Object.fromEntries(plain.map(([slug, value]) => [snakeCase(slug), value])),
      traits: valuesWithPrefix(account, "trait:"),
      metrics: valuesWithPrefix(account, "metric:"),
      roles: valuesWithPrefix(account, "role:"),
      scores: valuesWithPrefix(account, "score:"),
    },
    company: { name: (await app.company()).name },
  };
  if (request.contactId) scope.contact = await contactScope(db, request.contactId);
  if (request.sender) scope.sender = { ...person(request.sender.name), email: request.sender.address };
  for (const given of contributions(app, "templateScopes")) scope[given.name] = await given.load(db, request);
  return scope;
}

async function keyRoleHolders(
  db: Db | Tx,
  holders: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const ids = Object.values(holders).filter((id): id is string => typeof id === "string");
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom("teammates")
    .select(["id", "name", "email"])
    .where("id", "in", ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, { ...person(row.name), email: row.email }]));
  return Object.fromEntries(
    Object.entries(holders).map(([role, id]) => [role, byId.get(String(id)) ?? null]),
  );
}

async function contactScope(db: Db | Tx, contactId: string): Promise<Record<string, unknown> | null> {
  const { rows } = await sql<{ name: string | null; email: string | null; title: string | null }>`
    select name, email, title from contacts where id = ${contactId}
  `.execute(db);
  const row = rows[0];
  return row ? { ...person(row.name ?? ""), email: row.email, title: row.title } : null;
}

/** First name: up to the first space. Names that do not work like that are better greeted in full by hand. */
function person(name: string): { name: string; first_name: string } {
  return { name, first_name: name.trim().split(/\s+/)[0] ?? "" };
}

/** `seatsLicensed` → `seats_licensed`, as Liquid writes names. */
function snakeCase(slug: string): string {
  return slug.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
