import { sql } from "kysely";
import { type KeepingNode, type NodeSource, type Outcome, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { announce } from "../kernel/live.ts";
import { readStepReads } from "./cadence-steps.sql.ts";
import { type Ladder, readLadders } from "./read-ladders.ts";

/** The name of what keeps them, as loops of definitions are told by. */
export const renewalCadenceKey = "Cadence of renewals";

/**
 * Where each open renewal stands on its cadence, by how many days it is behind, and how far the model is from people: kept so
 * that lists, views and rules can ask for it. It follows what the steps' rules read, and the day.
 */
export const renewalStandingNodes: NodeSource = async (db) => {
  const reads = await readStepReads(db);
  const node: KeepingNode = {
    kind: "keeping",
    key: renewalCadenceKey,
    columns: [],
    brings: ["renewal/standing", "renewal/daysBehind", "renewal/likelihoodGap"],
    reads,
    async keep({ tx, ctx, rules, env, accountIds }) {
      const kept = await readKept(tx, accountIds);
      const ids = kept.map(({ id }) => id);
      const ladders = await readLadders(tx, { rules, env, today: ctx.today }, ids);
      const differing = kept.flatMap((row) => differenceOf(row, ladders.get(row.id)));
      await write(tx, differing);
      return follow(tx, differing);
    },
  };
  return [node];
};

/** Renewals from before this was kept get it by a pass over all accounts. */
export async function ensureStandings(app: App, ctx: Context): Promise<void> {
  const { rows } = await sql`
    select 1 from renewals r where r.archived_at is null and not exists (select from renewal_derived where standing is not null)
     limit 1
  `.execute(app.db);
  if (rows.length === 0) return;
  await app.db
    .transaction()
    .execute((tx) => requestPass(tx, ctx.now, "the cadence of renewals is kept", [renewalCadenceKey]));
}

type Kept = {
  id: string;
  accountId: string;
  standing: string | null;
  daysBehind: number | null;
  /** As it is kept, and as it is. */
  oldGap: string | null;
  gap: string | null;
};
type Difference = { row: Kept; standing: Ladder["standing"]; daysBehind: number | null };

/** The open renewals of these accounts, and those that were open when they were last looked at. */
async function readKept(tx: Tx, accountIds: readonly string[]): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select r.id, r.account_id as "accountId", d.standing, d.days_behind as "daysBehind",
           d.likelihood_gap::text as "oldGap",
           case when r.outcome is null and f.is_forecast is not false
                then (d.likelihood_model - coalesce(r.human_likelihood, f.default_likelihood))::text end as gap
      from renewals r
      left join renewal_derived d on d.account_id = r.account_id and d.id = r.id
      left join forecast_ratings f on f.slug = r.rating
     where r.account_id = any(${[...accountIds]}::uuid[]) and r.archived_at is null
       and (r.outcome is null or d.standing is distinct from 'closed')
  `.execute(tx);
  return rows;
}

function differenceOf(row: Kept, ladder: Ladder | undefined): Difference[] {
  if (!ladder) return [];
  const { standing } = ladder;
  const daysBehind = standing === "closed" ? null : ladder.daysBehind;
  const isSame = row.standing === standing && row.daysBehind === daysBehind && row.oldGap === row.gap;
  return isSame ? [] : [{ row, standing, daysBehind }];
}

async function write(tx: Tx, differing: readonly Difference[]): Promise<void> {
  if (differing.length === 0) return;
  const written = differing.map(({ row, standing, daysBehind }) => ({
    account_id: row.accountId,
    id: row.id,
    standing,
    days_behind: daysBehind,
    likelihood_gap: row.gap,
  }));
  await sql`
    insert into renewal_derived (account_id, id, standing, days_behind, likelihood_gap)
    select account_id, id, standing, days_behind, likelihood_gap
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
        as w (account_id uuid, id uuid, standing text, days_behind integer, likelihood_gap numeric)
     order by account_id, id
    on conflict (account_id, id) do update
       set standing = excluded.standing, days_behind = excluded.days_behind, likelihood_gap = excluded.likelihood_gap
  `.execute(tx);
}

/** Falling behind and catching up is history and happens; that another day went by only refreshes the pages. */
async function follow(tx: Tx, differing: readonly Difference[]): Promise<Outcome> {
  const crossed = differing.filter(
    ({ row, standing }) => row.standing !== standing && !(row.standing === null && standing === "closed"),
  );
  const of = ({ row }: Difference) => ({ object: "renewal", objectId: row.id, accountId: row.accountId });
  await announce(
    tx,
    differing
      .filter(({ standing }) => standing !== "closed")
      .map((each) => ({ ...of(each), name: "renewal.placed" })),
  );
  return {
    changes: crossed.map((each) => ({
      ...of(each),
      field: "standing",
      old: each.row.standing,
      new: each.standing,
    })),
    events: crossed.flatMap((each) => {
      const name = standingEvents[`${each.row.standing} ${each.standing}`];
      return name ? [{ ...of(each), name, payload: { daysBehind: each.daysBehind } }] : [];
    }),
  };
}

const standingEvents: Readonly<Record<string, string>> = {
  "on-track behind": "renewal.fell-behind",
  "behind on-track": "renewal.caught-up",
};
