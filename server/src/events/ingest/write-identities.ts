import { sql } from "kysely";
import { resolveAccounts } from "../../accounts/index.ts";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import { catalogOf, type RecordInput, resolveForUpsert, writeRecords } from "../../objects/index.ts";
import { type Applied, appSource, contactsOfUsers } from "./applied.ts";
import type { Call } from "./call.ts";
import { valuesOfTraits } from "./traits-to-values.ts";

type Indexed = { call: Call; index: number };

/**
 * Writes the accounts of group calls, the contacts of identify calls, and who belongs to which, by the same road as
 * everybody else's records. Several calls about one record are one write; the later trait counts.
 */
export async function writeIdentities(
  app: App,
  tx: Tx,
  ctx: Context,
  calls: readonly Call[],
  applied: Applied,
): Promise<void> {
  const indexed = calls.map((call, index) => ({ call, index }));
  const groups = indexed.filter(({ call }) => call.type === "group");
  const identifies = indexed.filter(({ call }) => call.type === "identify");
  await writeAccounts(app, tx, ctx, groups, applied);
  const named = await nameAnonymous(tx, identifies);
  await writeContacts(app, tx, ctx, groups, identifies, applied);
  for (const objectId of (await contactsOfUsers(tx, named)).values()) {
    applied.events.push({ name: "contact.identified", object: "contact", objectId, accountId: null });
  }
}

async function writeAccounts(
  app: App,
  tx: Tx,
  ctx: Context,
  groups: readonly Indexed[],
  applied: Applied,
): Promise<void> {
  if (groups.length === 0) return;
  const fields = (await catalogOf(app, tx)).fieldsOf("account");
  const byId = Map.groupBy(groups, ({ call }) => call.groupId ?? "");
  const ids = [...byId.keys()].sort();
  const known = await accountsOfGroups(tx, ids);
  const claimed = await resolveForUpsert(
    tx,
    ctx,
    "account",
    appSource,
    ids.filter((id) => !known.has(id)),
  );
  const inputs = ids.map((groupId): RecordInput => {
    const values = mergedValues("account", byId.get(groupId) ?? [], fields, applied);
    const target = known.has(groupId) ? { id: known.get(groupId) ?? "" } : claimed.get(groupId);
    const isNew = target !== undefined && "newId" in target;
    return { ...target, values: { ...(isNew ? { name: groupId } : {}), ...values } };
  });
  const written = await writeRecords(app, tx, ctx, "account", inputs);
  keep(
    written,
    ids.map((id) => byId.get(id) ?? []),
    applied,
  );
}

async function accountsOfGroups(tx: Tx, groupIds: readonly string[]): Promise<Map<string, string>> {
  const resolved = await resolveAccounts(
    tx,
    groupIds.map((externalId) => ({ externalId })),
    appSource,
  );
  return new Map(
    groupIds.flatMap((groupId, index) => {
      const account = resolved[index];
      return account && "id" in account ? [[groupId, account.id] as const] : [];
    }),
  );
}

function mergedValues(
  object: "account" | "contact",
  calls: readonly Indexed[],
  fields: Parameters<typeof valuesOfTraits>[2],
  applied: Applied,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const { call, index } of calls) {
    const { values, problems } = valuesOfTraits(object, call.traits ?? {}, fields);
    Object.assign(merged, values);
    const outcome = applied.outcomes[index];
    if (problems.length > 0 && outcome) outcome.message = problems.join("; ");
  }
  return merged;
}

type Written = Awaited<ReturnType<typeof writeRecords>>;

function keep(written: Written, callsOf: readonly (readonly Indexed[])[], applied: Applied): void {
  applied.changes.push(...written.changes);
  applied.events.push(...written.events);
  written.results.forEach((result, row) => {
    if (result.status !== "rejected") return;
    const message = result.problems.map((each) => `${each.path}: ${each.message}`).join("; ");
    for (const { index } of callsOf[row] ?? []) applied.outcomes[index] = { status: "rejected", message };
  });
}

/**
 * What somebody did before signing in, and waits, is from now on known to be this contact's. An identify call of
 * somebody anonymous itself does nothing: libraries send its traits again with the user's id.
 * @returns the user ids that something waited for
 */
async function nameAnonymous(tx: Tx, identifies: readonly Indexed[]): Promise<string[]> {
  const pairs = identifies.flatMap(({ call: { userId, anonymousId } }) =>
    userId && anonymousId ? [{ userId, anonymousId }] : [],
  );
  if (pairs.length === 0) return [];
  const { rows } = await sql<{ user_ref: string }>`
    update held_events h set user_ref = p.user_id, call = h.call || jsonb_build_object('userId', p.user_id)
      from unnest(${pairs.map((pair) => pair.anonymousId)}::text[], ${pairs.map((pair) => pair.userId)}::text[])
        as p (anonymous_id, user_id)
     where h.anonymous_ref = p.anonymous_id and h.user_ref is null
    returning h.user_ref
  `.execute(tx);
  return rows.map((row) => row.user_ref);
}

async function writeContacts(
  app: App,
  tx: Tx,
  ctx: Context,
  groups: readonly Indexed[],
  identifies: readonly Indexed[],
  applied: Applied,
): Promise<void> {
  const named = Map.groupBy(
    identifies.filter(({ call }) => call.userId),
    ({ call }) => call.userId ?? "",
  );
  const links = await linksOf([...groups, ...identifies], tx);
  const userIds = [...new Set([...named.keys(), ...links.map((link) => link.userId)])].sort();
  const known = await contactsOfUsers(tx, userIds);
  const claimed = await resolveForUpsert(
    tx,
    ctx,
    "contact",
    appSource,
    [...named.keys()].filter((id) => !known.has(id)).sort(),
  );
  const targetOf = (userId: string) =>
    known.has(userId) ? { id: known.get(userId) ?? "" } : claimed.get(userId);
  const accountsOf = new Map<string, string[]>();
  for (const { userId, accountId, from } of links) {
    const isKnown = targetOf(userId) !== undefined;
    if (isKnown && accountId)
      accountsOf.set(userId, [...new Set([...(accountsOf.get(userId) ?? []), accountId])]);
    else
      applied.held.push({
        index: from.index,
        call: { kind: "link", ...linkRefs(from.call, isKnown), call: from.call },
      });
  }
  const fields = (await catalogOf(app, tx)).fieldsOf("contact");
  const rounds = Math.max(1, ...[...accountsOf.values()].map((ids) => ids.length));
  for (let round = 0; round < rounds; round += 1) {
    const writing = userIds.filter((id) =>
      round === 0 ? named.has(id) || accountsOf.has(id) : (accountsOf.get(id)?.length ?? 0) > round,
    );
    const inputs = writing.map((userId): RecordInput => {
      const target = targetOf(userId);
      const values = round === 0 ? mergedValues("contact", named.get(userId) ?? [], fields, applied) : {};
      const isNew = target !== undefined && "newId" in target && round === 0;
      if (isNew && !values.name && !values.email) values.name = userId;
      const accountId = accountsOf.get(userId)?.[round];
      return {
        ...(isNew || !target ? target : { id: "id" in target ? target.id : target.newId }),
        values,
        ...(accountId ? { extras: { account: { id: accountId } } } : {}),
      };
    });
    if (inputs.length === 0) continue;
    const written = await writeRecords(app, tx, ctx, "contact", inputs);
    keep(
      written,
      writing.map((id) => named.get(id) ?? []),
      applied,
    );
  }
}

type Link = { userId: string; accountId: string | undefined; from: Indexed };

/** Which contact a call puts at which account: `groupId`, or the company that an identify call names. */
async function linksOf(calls: readonly Indexed[], tx: Tx): Promise<Link[]> {
  const wanted = calls.flatMap((from) => {
    const groupId = from.call.groupId ?? companyOf(from.call);
    return from.call.userId && groupId ? [{ userId: from.call.userId, groupId, from }] : [];
  });
  const accounts = await accountsOfGroups(tx, [...new Set(wanted.map((each) => each.groupId))]);
  return wanted.map(({ userId, groupId, from }) => ({
    userId,
    accountId: accounts.get(groupId),
    from: { index: from.index, call: { ...linkCall(from.call), groupId } },
  }));
}

/** What is kept of a call that only links: its traits are written already and must not come back later. */
function linkCall(call: Call): Call {
  const { traits: _written, ...rest } = call;
  return { ...rest, type: "group" };
}

function companyOf(call: Call): string | undefined {
  const company = call.traits?.company;
  const id = typeof company === "object" && company !== null ? (company as { id?: unknown }).id : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}

function linkRefs(call: Call, isContactKnown: boolean) {
  return {
    groupRef: isContactKnown ? (call.groupId ?? null) : null,
    userRef: isContactKnown ? null : (call.userId ?? null),
    anonymousRef: null,
  };
}
