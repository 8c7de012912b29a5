import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accountCommands } from "../src/accounts/index.ts";
import { drainEngine } from "../src/engine/index.ts";
import { execute } from "../src/kernel/command.ts";
import { type TestApp, testApp } from "./app.ts";

let t: TestApp;
beforeEach(async () => {
  t = await testApp();
});
afterEach(() => t.close());

/** The samples of `/metrics`: `name{labels}` → value. */
async function scrape(): Promise<Map<string, number>> {
  const { status, body } = await t.inject({ url: "/metrics", as: null });
  expect(status).toBe(200);
  const lines = String(body)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

describe("/metrics", () => {
  test("says how many accounts wait for the engine and for how long, and that none does once they are computed", async () => {
    await execute(t.app, await t.ctx(), accountCommands.create, { body: { name: "One" } });
    await execute(t.app, await t.ctx(), accountCommands.create, { body: { name: "Two" } });
    t.advance({ seconds: 30 });
    const before = await scrape();
    expect(before.get("perennial_database_up")).toBe(1);
    expect(before.get("perennial_engine_dirty_accounts")).toBe(2);
    expect(before.get("perennial_engine_oldest_mark_age_seconds")).toBe(30);
    await drainEngine(t.app);
    const after = await scrape();
    expect(after.get("perennial_engine_dirty_accounts")).toBe(0);
    expect(after.get("perennial_engine_oldest_mark_age_seconds")).toBe(0);
    expect(after.get("perennial_engine_open_passes")).toBe(0);
  });

  test("shows the depth of the queue by job, mail in doubt, and runs that are due", async () => {
    await sql`select graphile_worker.add_job('some.job', run_at => now() - interval '1 minute')`.execute(
      t.db,
    );
    await sql`
      insert into outgoing_messages (id, account_id, purpose, message_id, content, envelope, when_in_doubt, status, not_before, queued_at)
      select gen_random_uuid(), gen_random_uuid(), 'test', n::text, '{}', '{}', 'hold', status, ${t.clock.now().toString()}::timestamptz,
             ${t.clock.now().toString()}::timestamptz
        from unnest(array['queued', 'in-doubt', 'in-doubt', 'sent']) with ordinality as m (status, n)
    `.execute(t.db);
    await sql`
      insert into playbook_runs (account_id, id, playbook_id, version, state, wake_at, memory, step_count, attempts, fence,
                                 started_because, enrolled_at, updated_at)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, state, wake_at::timestamptz, '{}', 0, 0, 0, '{}', wake_at::timestamptz, wake_at::timestamptz
        from (values ('ready', '2026-11-23T08:59:00Z'), ('waiting', '2026-12-01T00:00:00Z'), ('failed', '2026-11-01T00:00:00Z')) v (state, wake_at)
    `.execute(t.db);
    const found = await scrape();
    expect(found.get('perennial_jobs{job="some.job",state="due"}')).toBe(1);
    expect(found.get('perennial_jobs_oldest_due_age_seconds{job="some.job"}')).toBeGreaterThan(59);
    expect(found.get('perennial_mail_messages{status="in-doubt"}')).toBe(2);
    expect(found.get('perennial_mail_messages{status="queued"}')).toBe(1);
    expect(found.get("perennial_playbook_runs_due")).toBe(1);
    expect(found.get("perennial_playbook_oldest_due_age_seconds")).toBe(60);
    expect(found.get('perennial_playbook_runs{state="failed"}')).toBe(1);
  });

  test("keeps to Prometheus' naming: our prefix, base units, `_total` for counters alone, a help for each", async () => {
    const { body } = await t.inject({ url: "/metrics", as: null });
    const types = [...String(body).matchAll(/^# TYPE (perennial_\S+) (\S+)$/gm)];
    expect(types.length).toBeGreaterThan(8);
    for (const [, name = "", type] of types) {
      expect(name).toMatch(/^perennial_[a-z]+(_[a-z]+)*$/);
      expect(name, "counters, and only they, are totals").toSatisfy(
        () => name.endsWith("_total") === (type === "counter"),
      );
      expect(name, "base units").not.toMatch(/_(ms|milliseconds|minutes|hours|kb|mb)$/);
      expect(body).toContain(`# HELP ${name} `);
    }
  });
});
