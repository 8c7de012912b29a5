import type { PlaybookDefinition } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { PlaybookRow } from "./definition.sql.ts";
import { earliest } from "./enrol.ts";
import { inDays } from "./in-days.ts";
import { leftOutCondition } from "./left-out.ts";

type Standing = {
  id: string;
  is_archived: boolean;
  is_left_out: boolean;
  has_live_run: boolean;
  last_enrolled_at: string | null;
};

/** Why each of these accounts would not be enrolled now; one without an entry would be. */
export async function whyNotEnrolled(
  app: App,
  db: Db | Tx,
  ctx: Context,
  playbook: PlaybookRow,
  definition: PlaybookDefinition,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const leftOut = await leftOutCondition(app, db, definition);
  const { rows } = await sql<Standing>`
    select r.id, r.archived_at is not null as is_archived, ${leftOut} as is_left_out, e.last_enrolled_at,
           exists (select from playbook_runs u where u.account_id = r.id and u.playbook_id = ${playbook.id}
                                                 and u.finished_at is null) as has_live_run
      from accounts r join account_derived r_d on r_d.account_id = r.id
      left join playbook_enrolments e on e.account_id = r.id and e.playbook_id = ${playbook.id}
     where r.id = any(${[...accountIds]}::uuid[])
  `.execute(db);
  const reasons = new Map<string, string>(accountIds.map((id) => [id, "There is no such account."]));
  for (const row of rows) {
    const why = reasonOf(row, definition, ctx);
    if (why === null) reasons.delete(row.id);
    else reasons.set(row.id, why);
  }
  return reasons;
}

function reasonOf(row: Standing, { enrolment }: PlaybookDefinition, ctx: Context): string | null {
  if (row.is_archived) return "The account is archived.";
  if (row.is_left_out) return "The account is churned or ignored.";
  if (row.has_live_run) return "A run is under way.";
  if (row.last_enrolled_at === null) return null;
  const on = Temporal.Instant.from(row.last_enrolled_at).toZonedDateTimeISO(ctx.timeZone).toPlainDate();
  if (enrolment.policy === "once") return `Was enrolled on ${on}, and only once.`;
  const { notWithinDays } = enrolment;
  const isTooSoon =
    notWithinDays !== undefined &&
    Temporal.Instant.compare(row.last_enrolled_at, earliest(ctx, notWithinDays)) > 0;
  return isTooSoon ? `Was enrolled on ${on}, less than ${inDays(notWithinDays)} ago.` : null;
}
