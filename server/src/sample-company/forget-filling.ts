import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { sampleSource } from "./loading.ts";

/**
 * Takes from the feed what the live engine announced of sample accounts while the company was half filled: they entered
 * and left segments and crossed lines only because their facts were still coming in.
 * @param since when the filling began
 * @param kinds of what is taken away
 */
export async function forgetFilling(
  app: App,
  since: Temporal.Instant,
  kinds: readonly string[] = ["segment", "score", "indicator"],
): Promise<void> {
  await sql`
    delete from feed f
     using external_ids e
     where e.object = 'account' and e.source = ${sampleSource} and f.account_id = e.object_id
       and f.at >= ${since.toString()}::timestamptz
       and split_part(f.name, '.', 1) = any(${[...kinds]}::text[])
  `.execute(app.db);
}
