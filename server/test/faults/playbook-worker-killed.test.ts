import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drainPlaybooks, runDue } from "../../src/playbooks/index.ts";
import { type TestApp, testApp } from "../app.ts";
import { createCustomer } from "../customer.ts";

let t: TestApp;
let accountId: string;
let playbookId: string;
beforeAll(async () => {
  t = await testApp();
  ({ accountId } = await createCustomer(t));
  await t.inject({
    method: "POST",
    url: "traits",
    body: { object: "account", slug: "touched", name: "Touched", type: "text" },
  });
  const { body } = await t.inject({
    method: "POST",
    url: "playbooks",
    body: {
      name: "Every kind of effect",
      definition: {
        trigger: { kind: "by-hand" },
        first: "segment",
        steps: [
          { id: "segment", kind: "add-to-segment", settings: { segment: "renewal" }, next: { next: "task" } },
          {
            id: "task",
            kind: "create-task",
            settings: { title: "Call {{ account.name }}" },
            next: { next: "mail" },
          },
          {
            id: "mail",
            kind: "start-conversation",
            settings: { template: "onboarding-welcome", sender: { kind: "key-role", role: "csm" } },
            next: { next: "wait" },
          },
          {
            id: "wait",
            kind: "wait",
            settings: { until: { kind: "duration", days: 1 } },
            next: { next: "again" },
          },
          {
            id: "again",
            kind: "reply-in-conversation",
            settings: { conversation: "mail", template: "onboarding-welcome" },
            next: { next: "trait" },
          },
          {
            id: "trait",
            kind: "set-trait",
            settings: { trait: "touched", value: { kind: "fixed", value: "yes" } },
          },
        ],
      },
    },
  });
  playbookId = body.id;
  expect(playbookId, JSON.stringify(body)).toBeTypeOf("string");
  await t.inject({ method: "PUT", url: `playbooks/${playbookId}/activation`, body: {} });
});
afterAll(() => t.close());

/** From now on the transaction that writes this number of a trace hangs, its effects written and not committed. */
async function hangAt(number: number): Promise<void> {
  await sql
    .raw(
      `create or replace function hang() returns trigger language plpgsql as
         $$ begin if new.number = ${number} then perform pg_sleep(2); end if; return new; end $$`,
    )
    .execute(t.db);
  await sql
    .raw(
      `create or replace trigger hang after insert on playbook_run_steps for each row execute function hang()`,
    )
    .execute(t.db);
}
const isHanging = async () => {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'
  `.execute(t.db);
  return rows.length > 0;
};
const count = async (table: string, where = "true") => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where ${sql.raw(where)}
  `.execute(t.db);
  return rows[0]?.n;
};
const effects = async () => ({
  links: await count("segment_links"),
  tasks: await count("tasks", "title = 'Call Kestrel'"),
  conversations: await count("conversations"),
  mails: await count("outgoing_messages"),
  traits: await count("accounts", "t_touched = 'yes'"),
  traces: await count("playbook_run_steps"),
});

test("killed in the middle of every step, one after another, each effect happens once and none is lost", async () => {
  const { body } = await t.inject({
    method: "POST",
    url: `playbooks/${playbookId}/runs`,
    body: { accountIds: [accountId] },
  });
  expect(body.enrolled).toHaveLength(1);
  const seen = [];
  for (let number = 1; number <= 7; number += 1) {
    await hangAt(number);
    const worker = spawn(
      process.execPath,
      [resolve(import.meta.dirname, "../fixtures/playbook-worker.ts"), t.url, t.clock.now().toString()],
      { stdio: "ignore" },
    );
    await vi.waitFor(async () => expect(await isHanging()).toBe(true), { timeout: 60_000, interval: 50 });
    worker.kill("SIGKILL");
    await once(worker, "exit");
    await vi.waitFor(async () => expect(await isHanging()).toBe(false), { timeout: 5_000, interval: 50 });
    seen.push(await effects());
    // The dead worker's lease holds; then anybody may go on where it stood.
    expect(await runDue(t.app)).toBe(0);
    t.advance({ seconds: 21 });
    if (number !== 4) continue;
    await hangAt(0);
    await drainPlaybooks(t.app);
    t.advance({ hours: 25 });
  }
  await sql`drop trigger hang on playbook_run_steps`.execute(t.db);
  const once1 = { links: 1, tasks: 1, conversations: 1, mails: 1, traits: 0 };
  expect(seen).toEqual([
    { links: 0, tasks: 0, conversations: 0, mails: 0, traits: 0, traces: 0 },
    { links: 1, tasks: 0, conversations: 0, mails: 0, traits: 0, traces: 1 },
    { links: 1, tasks: 1, conversations: 0, mails: 0, traits: 0, traces: 2 },
    { ...once1, traces: 3 },
    { ...once1, traces: 4 },
    { ...once1, traces: 5 },
    { ...once1, mails: 2, traces: 6 },
  ]);
  await drainPlaybooks(t.app);
  expect(await effects()).toEqual({
    links: 1,
    tasks: 1,
    conversations: 1,
    mails: 2,
    traits: 1,
    traces: 7,
  });
  const { items } = (await t.inject({ url: `playbooks/${playbookId}/runs` })).body;
  expect(items).toMatchObject([{ state: "completed" }]);
}, 300_000);
