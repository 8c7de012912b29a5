import { drainEngine } from "../../server/src/engine/index.ts";
import { drainPlaybooks } from "../../server/src/playbooks/index.ts";
import type { BenchCompany } from "./bench-company.ts";
import { benchNow } from "./bench-company.ts";
import { addAccounts, type Size } from "./fill.ts";
import { type Figure, timed } from "./measure.ts";
import { stepsByHand } from "./steps-by-hand.ts";

/** As many accounts come into the segment at once. */
const mostEnrolled = 10_000;

/** The everyday kinds of step that have no effect outside the database; each run takes all four. */
const steps = [
  {
    id: "branch",
    kind: "branch",
    settings: {
      cases: [{ key: "any", label: "Any", rule: { subject: "employeeCount", op: "at-least", value: 1 } }],
    },
    next: { any: "link", else: "link" },
  },
  { id: "link", kind: "add-to-segment", settings: { segment: "bench_linked" }, next: { next: "trait" } },
  {
    id: "trait",
    kind: "set-trait",
    settings: { trait: "bench_touched", value: { kind: "fixed", value: "yes" } },
    next: { next: "wait" },
  },
  { id: "wait", kind: "wait", settings: { until: { kind: "date", date: "2026-01-01" } }, next: {} },
];

/**
 * Enrolment: a segment's rule changes and as many accounts enter it in one pass of the engine, each beginning a run.
 * Steps: then one worker takes these runs through the flow. Beside it, runs of the same number moved by one hand-written
 * statement for each step of 50 of them.
 */
export async function benchPlaybooks(company: BenchCompany, size: Size): Promise<Figure[]> {
  const runs = Math.min(mostEnrolled, size.accounts);
  const call = caller(company);
  const never = { subject: "employeeCount", op: "at-least", value: 2_000_000_000 };
  await call("POST", "traits", { object: "account", slug: "bench_touched", name: "Touched", type: "text" });
  const linked = await call("POST", "segments", { slug: "bench_linked", name: "Linked", rule: never });
  await call("POST", "segments", { slug: "bench_entered", name: "Entered", rule: never });
  const { id: playbookId } = await call("POST", "playbooks", {
    name: "Bench",
    definition: { trigger: { kind: "segment-entered", segment: "bench_entered" }, first: "branch", steps },
  });
  await call("PUT", `playbooks/${playbookId}/activation`, {});
  await drainEngine(company.app);
  await addAccounts(company.pool, runs, "bench");
  await company.pool.query("vacuum analyze");
  await call("PATCH", `segments/bench_entered`, { rule: { subject: "plan", op: "is", value: "bench" } });

  const enrolled = await timed(() => drainEngine(company.app));
  await mustBe(
    company,
    runs,
    "select count(*)::int as n from playbook_runs where playbook_id = $1",
    playbookId,
  );
  await company.pool.query("vacuum analyze");
  const byHandId = await copyRuns(company, playbookId);
  const byHand = await timed(() =>
    stepsByHand(company.pool, {
      playbookId: byHandId,
      segmentId: linked.id,
      steps: steps.map((step) => step.id),
    }),
  );
  await company.pool.query("truncate dirty_accounts");
  await company.pool.query("delete from segment_links where segment_id = $1", [linked.id]);
  await company.pool.query("update accounts set t_bench_touched = null where t_bench_touched is not null");
  await company.pool.query("vacuum analyze");
  const ours = await timed(() => drainPlaybooks(company.app));
  await mustBe(
    company,
    runs,
    `select count(*)::int as n from playbook_runs u join accounts a on a.id = u.account_id
      where u.playbook_id = $1 and u.state = 'completed' and u.step_count = 4 and a.t_bench_touched = 'yes'`,
    playbookId,
  );
  const rate = (ms: number) => (runs * steps.length) / (ms / 1000);
  const shown = (ms: number) => `${Math.round(rate(ms)).toLocaleString("en")} steps/s`;
  return [
    {
      work: `${runs.toLocaleString("en")} enrolments in one pass, the segment's own recompute of ${(size.accounts + runs).toLocaleString("en")} accounts included`,
      measured: `${(enrolled.ms / 1000).toFixed(1)} s`,
      limit: "–",
      ratio: "–",
      mustReach: "10,000 in ≤ 30 s",
    },
    {
      work: `playbook steps, each durable (branch, add to segment, set trait, wait), ${runs.toLocaleString("en")} runs`,
      measured: shown(ours.ms),
      limit: `${shown(byHand.ms)} (the same rows by one hand-written statement for a step of 50 runs)`,
      ratio: `${Math.round((100 * byHand.ms) / ours.ms)} %`,
      mustReach: "≥ 1,000 steps/s",
    },
  ];
}

/** Runs of the same accounts under a playbook that no worker knows. */
async function copyRuns({ pool }: BenchCompany, playbookId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with other as (select gen_random_uuid() as id)
     insert into playbook_runs (account_id, id, playbook_id, version, state, current_step, wake_at, memory, step_count, attempts,
                                fence, started_because, enrolled_at, updated_at)
     select account_id, gen_random_uuid(), other.id, version, 'failed', current_step, wake_at, memory, 0, 0, 0, started_because, $2, $2
       from playbook_runs, other where playbook_id = $1
     returning playbook_id as id`,
    [playbookId, benchNow.toString()],
  );
  return rows[0]?.id ?? "";
}

function caller({ server }: BenchCompany) {
  return async (method: "POST" | "PUT" | "PATCH", path: string, body: object): Promise<{ id: string }> => {
    const answer = await server.inject({
      method,
      url: `/api/v1/${path}`,
      payload: body,
      headers: { "x-perennial-csrf": "1" },
    });
    if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
    return answer.body === "" ? { id: "" } : answer.json();
  };
}

/** That all was done, or the figures mean nothing. */
async function mustBe(
  { pool }: BenchCompany,
  wanted: number,
  query: string,
  playbookId: string,
): Promise<void> {
  const { rows } = await pool.query<{ n: number }>(query, [playbookId]);
  if (rows[0]?.n !== wanted) throw new Error(`${rows[0]?.n} runs where ${wanted} should be`);
}
