import { mentionFields } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import { findMentioned, type Mentionable } from "./find-mentioned.ts";
import { notify } from "./notify.ts";

const longestExcerpt = 300;

/** The page on which what was written is read; the account's, where none is named. */
const pages: Readonly<Record<string, string>> = {
  risk: "/risks",
  renewal: "/renewals",
  project: "/projects",
};

/**
 * Tells teammates whom somebody mentions by `@` and their name in what they write. Who stood there before is not told
 * again, nobody twice of one deed, and what imports, connectors and playbooks write mentions nobody.
 */
export async function tellOfMentions(
  tx: Tx,
  ctx: Context,
  { changes, isDerived }: { changes: readonly Change[]; isDerived?: boolean },
  app: App,
): Promise<void> {
  if (isDerived || (ctx.actor.kind !== "teammate" && ctx.actor.kind !== "api-key")) return;
  const texts = changes.filter(
    (change) =>
      mentionFields[change.object]?.includes(change.field) &&
      typeof change.new === "string" &&
      change.new.includes("@"),
  );
  if (texts.length === 0) return;
  const people = await readPeople(tx);
  const met = texts.flatMap((change) => {
    const before = new Set(typeof change.old === "string" ? findMentioned(change.old, people) : []);
    return findMentioned(String(change.new), people)
      .filter((id) => !before.has(id))
      .map((teammateId) => ({ teammateId, change }));
  });
  const first = [...new Map(met.toReversed().map((each) => [each.teammateId, each])).values()];
  const told = await alreadyTold(tx, ctx, first);
  const fresh = first.filter(({ teammateId }) => !told.has(teammateId));
  if (fresh.length === 0) return;
  const names = await readAccountNames(
    tx,
    fresh.flatMap(({ change }) => change.accountId ?? []),
  );
  await notify(
    app,
    tx,
    ctx,
    fresh.map(({ teammateId, change }) => {
      const account = names.get(change.accountId ?? "");
      return {
        teammateId,
        kind: "mention" as const,
        cause: change.object === "note" ? `mention:${change.objectId}` : `mention:${ctx.requestId}`,
        title: `${ctx.actor.name} mentions you${account === undefined ? "" : ` at ${account}`}`,
        body: String(change.new).slice(0, longestExcerpt),
        href: pageOf(change),
      };
    }),
  );
}

function pageOf({ object, objectId, accountId }: Change): string {
  const page = pages[object];
  if (page !== undefined) return `${page}/${objectId}`;
  return accountId === null || accountId === noAccount ? "/tasks" : `/accounts/${accountId}`;
}

async function readPeople(tx: Tx): Promise<Mentionable[]> {
  const { rows } = await sql<Mentionable>`
    select id, name from teammates where status = 'active' and archived_at is null and name is not null
  `.execute(tx);
  return rows;
}

/** Those who were told in the same deed: by the note that a review writes, or because they were picked below it. */
async function alreadyTold(
  tx: Tx,
  ctx: Context,
  met: readonly { teammateId: string; change: Change }[],
): Promise<Set<string>> {
  if (met.length === 0) return new Set();
  const causes = met.map(({ change }) => `mention:${change.objectId}`);
  const { rows } = await sql<{ teammate_id: string }>`
    select teammate_id from notifications
     where teammate_id = any(${met.map(({ teammateId }) => teammateId)}::uuid[]) and kind = 'mention'
       and (cause = any(${causes}::text[]) or (at = ${ctx.now.toString()}::timestamptz and actor_name = ${ctx.actor.name}))
  `.execute(tx);
  return new Set(rows.map((row) => row.teammate_id));
}

async function readAccountNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from accounts where id = any(${[...ids]}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}
