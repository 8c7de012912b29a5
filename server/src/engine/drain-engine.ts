import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { createPartSizes } from "./part-sizes.ts";
import { runPassPart } from "./run-pass-part.ts";
import { tick } from "./tick.ts";

const heldElsewhereMs = 20;

/**
 * Recomputes until nothing is marked and no pass is open, in so many sessions at once; for the sample company, tests, and the
 * command line. What another worker holds is waited for, so that the values read afterwards are those of the facts before.
 */
export async function drainEngine(app: App, sessions = 1): Promise<void> {
  const sizes = createPartSizes();
  const drain = async () => {
    do {
      while ((await tick(app)) > 0 || (await runPassPart(app, { sizes })));
    } while (await isHeldElsewhere(app));
  };
  await Promise.all(Array.from({ length: sessions }, drain));
}

/** Whether anything is still to be computed; when so, after a moment in which its holder may have ended. */
async function isHeldElsewhere(app: App): Promise<boolean> {
  const { rows } = await sql<{ is_open: boolean }>`
    select exists (select from dirty_accounts m join account_derived d on d.account_id = m.account_id)
        or exists (select from engine_passes where finished_at is null) as is_open
  `.execute(app.db);
  if (!rows[0]?.is_open) return false;
  await sleep(heldElsewhereMs);
  return true;
}
