import { setTimeout as sleep } from "node:timers/promises";
import { drainEngine } from "../../server/src/engine/index.ts";
import { playbooksSlice } from "../../server/src/playbooks/index.ts";
import { type BenchCompany, benchNow, startEngineAtRest, startRecomputing } from "./bench-company.ts";
import { addAccounts, type Size } from "./fill.ts";
import { batchesOf, bodyOf, poster } from "./ingest.bench.ts";
import { asMs, type Figure, percentile } from "./measure.ts";

/** A probe that is not seen by then counts as having taken that long, and ends the probing. */
const longestWaitMs = 30_000;

/** A segment that only the probes' event brings somebody into, and with that into a playbook whose first step sets a trait. */
const probe = { segment: "s_bench_probe", trait: "t_bench_probed", event: "Probe" };

/** From sending the probe's event, in milliseconds. */
type Delay = { run: number; told: number; step: number };

/**
 * From sending an event to the run of the playbook that its segment begins being visible in the database, to the indicator that it
 * raises standing in its owner's inbox, and to what the first step of that run does, while other events arrive at `rate` a second and
 * the engine keeps up with them. Metrics, segments, health, the run, the indicator and the notification are one transaction; the step is
 * another, by a worker that is told of the run.
 * Probes are looked for every 2 ms.
 */
export async function benchLatency(
  company: BenchCompany,
  size: Size,
  { rate, probes, isRecomputing }: { rate: number; probes: number; isRecomputing: boolean },
): Promise<Figure[]> {
  const post = await poster(company);
  const name = isRecomputing ? "probed anew" : "probed";
  const probed = await addProbed(company, probes, name);
  const stopEngine = await startEngineAtRest(company.app);
  const stopPlaybooks = await playbooksSlice.start?.(company.app);
  const stopRecomputing = isRecomputing ? startRecomputing(company) : undefined;
  let isOver = false;
  let sent = 0;
  const load = (async () => {
    const batches = batchesOf(size, 50_000, `load ${name}`).map(bodyOf);
    const start = performance.now();
    const waiting: Promise<void>[] = [];
    for (const [index, body] of batches.entries()) {
      if (isOver) break;
      const dueMs = (index * 100_000) / rate;
      await sleep(Math.max(0, dueMs - (performance.now() - start)));
      waiting.push(post(body));
      sent += 100;
    }
    const seconds = (performance.now() - start) / 1000;
    await Promise.all(waiting);
    return seconds;
  })();
  await sleep(1_000);
  const delays: Delay[] = [];
  for (const accountId of probed) {
    delays.push(await probeOnce(company, post, accountId));
    if (Math.max(...Object.values(delays.at(-1) ?? {})) === longestWaitMs) break;
    await sleep(20);
  }
  isOver = true;
  const seconds = await load;
  await stopRecomputing?.();
  await stopPlaybooks?.();
  await stopEngine();
  const beside = `${size.accounts.toLocaleString("en")} accounts, while ${Math.round(sent / seconds).toLocaleString("en")} events/s arrive${isRecomputing ? " and all is computed anew" : ""}`;
  return [
    figure(
      `one event → segment, health and playbook run visible, ${beside}`,
      delays.map((delay) => delay.run),
    ),
    figure(
      `one event → indicator raised and in its owner's inbox, ${beside}`,
      delays.map((delay) => delay.told),
    ),
    figure(
      `one event → first step of that run done, ${beside}`,
      delays.map((delay) => delay.step),
    ),
  ];
}

function figure(work: string, delays: number[]): Figure {
  return {
    work,
    measured: `p50 ${asMs(percentile(delays, 0.5))}, p99 ${asMs(percentile(delays, 0.99))}`,
    limit: "–",
    ratio: "–",
    mustReach: "p99 < 1 s",
  };
}

/** Accounts among the others, known to the sender of events by their id. */
async function addProbed({ app, pool }: BenchCompany, count: number, name: string): Promise<string[]> {
  const ids = await addAccounts(pool, count, name);
  await pool.query(
    `insert into external_ids (object, source, external_id, object_id)
     select 'account', 'app', id::text, id from unnest($1::uuid[]) id`,
    [ids],
  );
  await pool.query("insert into dirty_accounts (account_id, marked_at) select unnest($1::uuid[]), $2", [
    ids,
    benchNow.toString(),
  ]);
  await drainEngine(app, 2);
  return ids;
}

async function probeOnce(
  { pool }: BenchCompany,
  post: (body: string) => Promise<void>,
  accountId: string,
): Promise<Delay> {
  const start = performance.now();
  await post(
    JSON.stringify({
      batch: [
        {
          type: "track",
          groupId: accountId,
          anonymousId: "probe",
          event: probe.event,
          timestamp: benchNow.toString(),
          messageId: `probe-${accountId}`,
        },
      ],
    }),
  );
  const delay: Delay = { run: longestWaitMs, told: longestWaitMs, step: longestWaitMs };
  const isOpen = () => Object.values(delay).includes(longestWaitMs);
  while (isOpen() && performance.now() - start < longestWaitMs) {
    const { rows } = await pool.query<Record<keyof Delay, boolean | null>>(
      `select d.${probe.segment} and exists (select from playbook_runs u where u.account_id = d.account_id) as run,
              exists (select from indicators i join notifications n on n.teammate_id = i.owner_id and n.cause = 'indicator:' || i.id
                       where i.account_id = d.account_id and n.is_in_inbox) as told,
              a.${probe.trait} is not null as step
         from account_derived d join accounts a on a.id = d.account_id where d.account_id = $1`,
      [accountId],
    );
    const seenMs = performance.now() - start;
    for (const what of ["run", "told", "step"] as const) {
      if (rows[0]?.[what]) delay[what] = Math.min(delay[what], seenMs);
    }
    await sleep(2);
  }
  return delay;
}
