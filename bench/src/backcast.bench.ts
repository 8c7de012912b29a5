import { drainEngine, requestPass } from "../../server/src/engine/index.ts";
import { systemContext } from "../../server/src/kernel/app.ts";
import { drainJobs } from "../../server/src/kernel/jobs/index.ts";
import { type BenchCompany, benchNow } from "./bench-company.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, timed } from "./measure.ts";

const months = 24;

/** A score of twenty measures cast back over two years, beside as many live passes of the same measures and score. */
export async function benchBackcast(company: BenchCompany, { accounts }: Size): Promise<Figure> {
  const { app, address } = company;
  const ctx = await systemContext(app, "bench");
  await app.db.transaction().execute((tx) => requestPass(tx, ctx.now, "bench", ["metrics:events"]));
  const pass = await timed(() => drainEngine(app));
  const today = benchNow.toZonedDateTimeISO("UTC").toPlainDate();
  const to = today.with({ day: 1 });
  const period = { from: to.subtract({ months: months - 1 }).toString(), to: to.toString(), step: "month" };
  const answer = await fetch(`${address}/api/v1/health-scores/bench/backcasts`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-perennial-csrf": "1" },
    body: JSON.stringify(period),
  });
  if (answer.status !== 201) throw new Error(`the back-cast was not begun: ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  const jobs = app.slices.flatMap((slice) => slice.jobs ?? []);
  const cast = await timed(() => drainJobs(app, { jobs }));
  const { rows } = await app.pool.query<{ status: string; days_done: number }>(
    "select status, days_done from health_backcasts where id = $1",
    [id],
  );
  if (rows[0]?.status !== "done") throw new Error(`the back-cast ended as ${JSON.stringify(rows[0])}`);
  return {
    work: `back-cast of ${rows[0].days_done} months × ${accounts.toLocaleString("en")} accounts, a score of 20 measures`,
    measured: asMs(cast.ms),
    limit: `${asMs(rows[0].days_done * pass.ms)} (as many live passes in one session)`,
    ratio: `${(cast.ms / (rows[0].days_done * pass.ms)).toFixed(2)}×`,
    mustReach: "–",
  };
}
