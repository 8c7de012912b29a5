import { sql } from "kysely";
import { notify } from "../notifications/index.ts";
import type { WriteArguments } from "../objects/index.ts";

const longestExcerpt = 300;

/** Tells teammates that a note mentions them; once each, however often the note is saved. Imported notes tell nobody. */
export async function tellMentioned({ app, tx, ctx, writes }: WriteArguments): Promise<void> {
  if (ctx.actor.kind === "import") return;
  const mentioning = writes.filter(
    ({ extras, accountId }) =>
      accountId !== null && Array.isArray(extras.mentions) && extras.mentions.length > 0,
  );
  if (mentioning.length === 0) return;
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from accounts where id = any(${mentioning.map(({ accountId }) => accountId)}::uuid[])
  `.execute(tx);
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const told = mentioning.flatMap(({ id, accountId, after, extras }) =>
    (extras.mentions as string[]).map((teammateId) => ({
      teammateId,
      kind: "mention" as const,
      cause: `mention:${id}`,
      title: `${ctx.actor.name} mentions you at ${names.get(accountId ?? "") ?? "an account"}`,
      body: String(after.body ?? "").slice(0, longestExcerpt),
      href: `/accounts/${accountId}`,
    })),
  );
  await notify(app, tx, ctx, told);
}
