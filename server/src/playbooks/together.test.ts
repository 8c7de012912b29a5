import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";
import { advanceRuns } from "./advance-runs.ts";
import { claimRuns } from "./claim-runs.ts";
import { drainPlaybooks, runDue } from "./run-worker.ts";

// Runs that stand at the same step take it together: what that must not change.

let t: TestApp;
let made = 0;
beforeAll(async () => {
  t = await testApp();
  const trait = { object: "account", slug: "touched", name: "Touched", type: "text" };
  await t.inject({ method: "POST", url: "traits", body: trait });
});
afterAll(() => t.close());

async function customers(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await createCustomer(t, `Together${++made}`)).accountId);
  return ids.toSorted();
}

async function start(
  steps: readonly object[],
  first: string,
  accountIds: readonly string[],
): Promise<string> {
  const definition = { trigger: { kind: "by-hand" }, first, steps };
  const { body } = await t.inject({
    method: "POST",
    url: "playbooks",
    body: { name: `Together ${++made}`, definition },
  });
  await t.inject({ method: "PUT", url: `playbooks/${body.id}/activation`, body: {} });
  const { body: begun } = await t.inject({
    method: "POST",
    url: `playbooks/${body.id}/runs`,
    body: { accountIds },
  });
  expect(begun.enrolled).toHaveLength(accountIds.length);
  return body.id;
}

const link = {
  id: "link",
  kind: "add-to-segment",
  settings: { segment: "renewal" },
  next: { next: "touch" },
};
const touch = {
  id: "touch",
  kind: "set-trait",
  settings: { trait: "touched", value: { kind: "fixed", value: "yes" } },
  next: { next: "task" },
};
const task = { id: "task", kind: "create-task", settings: { title: "Call" }, next: {} };

const states = async (playbookId: string) => {
  const { rows } = await sql<{ account_id: string; state: string; last_error: string | null; steps: number }>`
    select account_id, state, last_error,
           (select count(*)::int from playbook_run_steps s where s.account_id = u.account_id and s.run_id = u.id) as steps
      from playbook_runs u where playbook_id = ${playbookId} order by account_id
  `.execute(t.db);
  return rows;
};
const count = async (table: string, where: string, ids: readonly string[]) => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where ${sql.raw(where)} and account_id = any(${[...ids]}::uuid[])
  `.execute(t.db);
  return rows[0]?.n;
};

describe("runs at the same step", () => {
  test("take it in one transaction, each with its own trace, history, audit and feed", async () => {
    const ids = await customers(6);
    const playbookId = await start([link, touch, task], "link", ids);
    await drainPlaybooks(t.app);
    expect(await states(playbookId)).toEqual(
      ids.map((account_id) => ({ account_id, state: "completed", last_error: null, steps: 3 })),
    );
    expect(await count("tasks", "title = 'Call'", ids)).toBe(6);
    expect(await count("segment_links", "source = 'playbook' and is_member", ids)).toBe(6);
    for (const field of ["segmentLink:renewal", "trait:touched"])
      expect(await count("history", `actor_kind = 'playbook' and field = '${field}'`, ids)).toBe(6);
    for (const object of ["account", "segment"])
      expect(await count("audit", `command = 'segments.set-links' and object = '${object}'`, ids)).toBe(6);
    expect(await count("feed", "name = 'playbook.step-done'", ids)).toBe(18);
    expect(await count("feed", "name = 'playbook.run-finished'", ids)).toBe(6);
    const { rows } = await sql<{ n: number }>`
      select count(distinct tx)::int as n from feed where name = 'playbook.step-done' and account_id = any(${ids}::uuid[])
    `.execute(t.db);
    expect(rows[0]?.n, "three steps over two lanes").toBeLessThanOrEqual(6);
  });

  test("branch by each one's own values", async () => {
    const ids = await customers(4);
    await sql`update accounts set employee_count = 500 where id = any(${ids.slice(0, 2)}::uuid[])`.execute(
      t.db,
    );
    const rule = { subject: "employeeCount", op: "at-least", value: 100 };
    const branch = {
      id: "branch",
      kind: "branch",
      settings: { cases: [{ key: "large", label: "Large", rule }] },
      next: { large: "touch" },
    };
    await start([branch, { ...touch, next: {} }], "branch", ids);
    await drainPlaybooks(t.app);
    const { rows } = await sql<{ id: string }>`
      select id from accounts where t_touched = 'yes' and id = any(${ids}::uuid[]) order by id
    `.execute(t.db);
    expect(rows.map((row) => row.id)).toEqual(ids.slice(0, 2));
  });

  test("one that cannot be done stands with its reason; the others go on", async () => {
    const ids = await customers(5);
    const bad = ids[2] ?? "";
    // A step whose problem is one account's alone: it has no open renewal.
    for (const id of ids) {
      if (id === bad) continue;
      const nextRenewalOn = (await t.ctx()).today.add({ days: 100 }).toString();
      await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { arr: "1000", nextRenewalOn } });
    }
    const project = {
      id: "project",
      kind: "create-project",
      settings: { template: "renewal-project" },
      next: { next: "task" },
    };
    const playbookId = await start([project, task], "project", ids);
    await drainPlaybooks(t.app);
    for (const run of await states(playbookId)) {
      if (run.account_id === bad)
        expect(run).toMatchObject({
          state: "failed",
          last_error: expect.stringMatching(/renewal/),
          steps: 1,
        });
      else expect(run).toMatchObject({ state: "completed", steps: 2 });
    }
    expect(await count("tasks", "title = 'Call'", ids)).toBe(4);
  });

  test("an error of ours in one puts off that one; what the others do is done once", async () => {
    const ids = await customers(5);
    const bad = ids[1] ?? "";
    const playbookId = await start([link, touch, task], "link", ids);
    await sql`
      alter table tasks add constraint broken check (account_id <> ${sql.lit(bad)} or title <> 'Call') not valid
    `.execute(t.db);
    while ((await runDue(t.app)) > 0);
    for (const run of await states(playbookId)) {
      if (run.account_id === bad)
        expect(run).toMatchObject({ state: "ready", last_error: expect.stringMatching(/broken/), steps: 2 });
      else expect(run).toMatchObject({ state: "completed", steps: 3 });
    }
    await sql`alter table tasks drop constraint broken`.execute(t.db);
    t.advance({ seconds: 5 });
    await drainPlaybooks(t.app);
    expect((await states(playbookId)).every((run) => run.state === "completed" && run.steps === 3)).toBe(
      true,
    );
    expect(await count("tasks", "title = 'Call'", ids)).toBe(5);
  });

  test("one whose lease went to another is left out, and the others go on", async () => {
    const ids = await customers(3);
    const lost = ids[0] ?? "";
    const playbookId = await start([task], "task", ids);
    const claimed = await claimRuns(t.app, 10, 20_000);
    await sql`update playbook_runs set fence = fence + 1 where account_id = ${lost}`.execute(t.db);
    expect(await advanceRuns(t.app, claimed, 20_000)).toEqual([]);
    for (const run of await states(playbookId))
      expect(run.state).toBe(run.account_id === lost ? "ready" : "completed");
    expect(await count("tasks", "title = 'Call'", ids)).toBe(2);
  });
});
