import { setTimeout as sleep } from "node:timers/promises";
import { type BenchCompany, startEngineAtRest, startRecomputing } from "./bench-company.ts";
import { addAccounts } from "./fill.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";

/** What an edit of the country takes an account into, and what no other rule of it does. */
const segment = "bench_0";
const longestWaitMs = 10_000;

/**
 * A field edited in a list: the write through HTTP, the segment that follows from it true in the database, and the account
 * with it read back through HTTP. Beside it one durable update of the same row.
 */
export async function benchEdit(
  company: BenchCompany,
  { accounts }: { accounts: number },
  { edits, isRecomputing = false }: { edits: number; isRecomputing?: boolean },
): Promise<Figure> {
  const { app, address, pool } = company;
  const ids = await addAccounts(pool, edits, isRecomputing ? "edited anew" : "edited");
  const stopEngine = await startEngineAtRest(app);
  const stopRecomputing = isRecomputing ? startRecomputing(company) : undefined;
  const stored: number[] = [];
  const whole: number[] = [];
  const limit: number[] = [];
  for (const id of ids) {
    const url = `${address}/api/v1/accounts/${id}`;
    const edit = await timed(async () => {
      const write = await timed(() =>
        fetch(url, {
          method: "PATCH",
          headers: { "content-type": "application/json", "x-perennial-csrf": "1" },
          body: JSON.stringify({ country: "DE" }),
        }),
      );
      if (write.result.status !== 200) throw new Error(`the edit answered ${write.result.status}`);
      stored.push(write.ms);
      await untilMember(pool, id);
      await (await fetch(url)).json();
    });
    whole.push(edit.ms);
    limit.push((await timed(() => pool.query("update accounts set name = name where id = $1", [id]))).ms);
  }
  await stopRecomputing?.();
  await stopEngine();
  const both = (values: number[]) =>
    `p50 ${asMs(percentile(values, 0.5))}, p95 ${asMs(percentile(values, 0.95))}`;
  return {
    work: `edit of one of ${accounts.toLocaleString("en")} accounts → stored, derived value read back, through HTTP${isRecomputing ? ", while all is computed anew" : ""}`,
    measured: `${both(whole)}; the write alone ${both(stored)}`,
    limit: `${both(limit)} (one durable update)`,
    ratio: `${(percentile(whole, 0.5) / percentile(limit, 0.5)).toFixed(1)}×`,
    mustReach: "p95 < 300 ms",
  };
}

async function untilMember(pool: BenchCompany["pool"], id: string): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < longestWaitMs) {
    const { rows } = await pool.query<{ seen: boolean }>(
      `select s_${segment} as seen from account_derived where account_id = $1`,
      [id],
    );
    if (rows[0]?.seen === true) return;
    await sleep(2);
  }
  throw new Error("the derived value did not follow the edit");
}
