import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { retryConflicts } from "../kernel/database/transient.ts";
import { noAccount } from "../kernel/ids.ts";
import { defineJob } from "../kernel/jobs/index.ts";
import { predictRenewals } from "./predict-renewals.ts";

const accountsAtOnce = 200;

/** Every open renewal judged anew: what only the passing of days changes, and after a new version. */
export const predictAllJob = defineJob({
  name: "likelihood.predict-all",
  payload: z.object({}),
  queue: "likelihood",
  run: ({ app, ctx, signal }) => predictAll(app, ctx, signal),
});

/** Judges the open renewals of all accounts, a few hundred accounts a transaction. */
export async function predictAll(app: App, ctx: Context, signal?: AbortSignal): Promise<void> {
  let after: string = noAccount;
  while (!signal?.aborted) {
    const { rows } = await sql<{ account_id: string }>`
      select distinct account_id from renewals
       where account_id > ${after}::uuid and outcome is null and archived_at is null
       order by account_id limit ${accountsAtOnce}
    `.execute(app.db);
    const ids = rows.map((row) => row.account_id);
    const last = ids.at(-1);
    if (last === undefined) return;
    await retryConflicts(() => app.db.transaction().execute((tx) => predictRenewals(app, tx, ctx, ids)));
    after = last;
  }
}
