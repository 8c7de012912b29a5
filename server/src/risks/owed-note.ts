import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { noteCommands } from "../notes/index.ts";

/** Template ids by risk under way whose tier asks for a note that nobody wrote yet. */
export async function readOwedNotes(
  db: Db | Tx,
  riskIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (riskIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; template_id: string }>`
    select r.id, m.id as template_id
      from risks r
      join risk_tiers t on t.tier = r.tier::smallint
      join templates m on m.slug = t.note_template and m.kind = 'note' and m.archived_at is null
     where r.id = any(${[...riskIds]}::uuid[]) and r.status in ('open', 'monitoring')
       and not exists (select from notes n
                        where n.account_id = r.account_id and n.risk_id = r.id and n.template_id = m.id
                          and n.archived_at is null)
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row.template_id]));
}

type RiskNote = {
  risk: { id: string; accountId: string; summary: string };
  subject: string;
  body: string;
  templateId?: string | undefined;
  fields?: Record<string, string> | undefined;
};

/** Writes a note about a risk; it stands on the account's timeline. */
export async function writeRiskNote(
  app: App,
  tx: Tx,
  ctx: Context,
  { risk, subject, ...written }: RiskNote,
): Promise<void> {
  const body = { ...written, subject: `${subject}: ${risk.summary}`, category: "Risk", riskId: risk.id };
  await executeIn(app, tx, ctx, noteCommands.create, { accountId: risk.accountId, body });
}
