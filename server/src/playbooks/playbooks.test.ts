import type { PlaybookDefinitionInput } from "@perennial/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";
import { drainEngine } from "../engine/index.ts";
import { advanceRuns } from "./advance-runs.ts";
import { claimRuns } from "./claim-runs.ts";
import { defaultWorkerOptions, drainPlaybooks, runDue } from "./run-worker.ts";

let t: TestApp;
let accountId: string;
let playbooksMade = 0;
let accountsMade = 0;
beforeAll(async () => {
  t = await testApp();
  for (const [slug, name] of [
    ["steps_taken", "Steps taken"],
    ["path", "Path"],
  ]) {
    await t.inject({ method: "POST", url: "traits", body: { object: "account", slug, name, type: "text" } });
  }
});
afterAll(() => t.close());
beforeEach(async () => {
  ({ accountId } = await createCustomer(t, `Customer${++accountsMade}`));
});

const send = (method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: unknown) =>
  t.inject({ method, url, ...(body === undefined ? {} : { body }) });
const task = (id: string, next: string | null, title = id) =>
  ({ id, kind: "create-task", settings: { title }, next: { next } }) as const;
const waitDays = (id: string, days: number, next: string | null) =>
  ({ id, kind: "wait", settings: { until: { kind: "duration", days } }, next: { next } }) as const;

async function create(definition: Partial<PlaybookDefinitionInput>, isOn = true): Promise<string> {
  const whole = {
    trigger: { kind: "by-hand" },
    first: "one",
    steps: [task("one", null)],
    ...definition,
  };
  const { status, body } = await send("POST", "playbooks", {
    name: `Playbook ${++playbooksMade}`,
    definition: whole,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  if (isOn) expect((await send("PUT", `playbooks/${body.id}/activation`, {})).status).toBe(200);
  return body.id;
}
const enrol = (id: string, accountIds = [accountId]) => send("POST", `playbooks/${id}/runs`, { accountIds });
const runsOf = async (id: string) => (await t.inject({ url: `playbooks/${id}/runs` })).body.items;
const runOf = async (id: string) => {
  const [run] = await runsOf(id);
  return (await t.inject({ url: `playbook-runs/${run.id}` })).body;
};
const titles = async (account = accountId) =>
  (
    await t.db.selectFrom("tasks").select("title").where("account_id", "=", account).orderBy("id").execute()
  ).map((row) => row.title);
const patch = (body: object, account = accountId) => send("PATCH", `accounts/${account}`, body);

describe("enrolment", () => {
  test("a rule that begins to match enrols at once, whoever wrote the change", async () => {
    const id = await create({
      trigger: { kind: "rule-matches", rule: { subject: "plan", op: "is", value: "Enterprise" } },
      enrolment: { policy: "each-time" },
    });
    await drainEngine(t.app);
    expect(await runsOf(id)).toEqual([]);
    await patch({ plan: "Enterprise" });
    await drainEngine(t.app);
    expect(await runsOf(id)).toMatchObject([{ accountId, startedBecause: "Began to match the rule" }]);
    await drainPlaybooks(t.app);
    await patch({ region: "EMEA" });
    await drainEngine(t.app);
    expect(await runsOf(id)).toHaveLength(1);
    await patch({ plan: "Basic" });
    await drainEngine(t.app);
    await patch({ plan: "Enterprise" });
    await drainEngine(t.app);
    expect(await runsOf(id)).toHaveLength(2);
  });

  test("who matched before is enrolled when it is switched on, or left alone if so wished", async () => {
    await patch({ plan: "Old" });
    await drainEngine(t.app);
    const trigger = { kind: "rule-matches", rule: { subject: "plan", op: "is", value: "Old" } } as const;
    const quiet = await create({ trigger }, false);
    expect(
      (await send("PUT", `playbooks/${quiet}/activation`, { enrolsMatching: false })).body,
    ).toMatchObject({ state: "on", enrolledNow: 0 });
    const eager = await create({ trigger }, false);
    expect((await send("PUT", `playbooks/${eager}/activation`, {})).body.enrolledNow).toBe(1);
    await drainEngine(t.app);
    expect([(await runsOf(quiet)).length, (await runsOf(eager)).length]).toEqual([0, 1]);
  });

  test("once is once, whoever asks and however often at the same time", async () => {
    const id = await create({});
    const answers = await Promise.all(Array.from({ length: 8 }, () => enrol(id)));
    expect(answers.map((one) => one.status)).toEqual(Array(8).fill(201));
    expect(answers.flatMap((one) => one.body.enrolled)).toHaveLength(1);
    await drainPlaybooks(t.app);
    const again = await enrol(id);
    expect(again.body).toMatchObject({
      enrolled: [],
      leftOut: [{ accountId, why: expect.stringMatching(/only once/) }],
    });
  });

  test("the same event from two transactions at once enrols once", async () => {
    const id = await create({
      trigger: { kind: "segment-entered", segment: "renewal" },
      enrolment: { policy: "each-time" },
    });
    const { createContext } = await import("../kernel/app.ts");
    const { systemActor } = await import("../kernel/context.ts");
    const { publish } = await import("../kernel/publish.ts");
    const ctx = await createContext(t.app, systemActor("test"));
    const event = {
      name: "segment.entered",
      object: "segment",
      objectId: null,
      accountId,
      payload: { segment: "renewal" },
    };
    await Promise.all(
      Array.from({ length: 6 }, () =>
        t.db
          .transaction()
          .execute((tx) =>
            publish(t.app, tx, ctx, "test", { changes: [], events: [event], isDerived: true }),
          ),
      ),
    );
    expect(await runsOf(id)).toHaveLength(1);
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual(["one"]);
  });

  test("not again within so many days", async () => {
    const id = await create({ enrolment: { policy: "each-time", notWithinDays: 30 } });
    await enrol(id);
    await drainPlaybooks(t.app);
    t.advance({ days: 29 });
    expect((await enrol(id)).body.leftOut[0].why).toMatch(/less than 30 days ago/);
    t.advance({ days: 2 });
    expect((await enrol(id)).body.enrolled).toHaveLength(1);
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual(["one", "one"]);
  });

  test("churned and ignored accounts are left out, unless the playbook says otherwise", async () => {
    await patch({ lifecycleOverride: "ignored" });
    await drainEngine(t.app);
    const usual = await create({});
    expect((await enrol(usual)).body.leftOut[0].why).toMatch(/churned or ignored/);
    const winBack = await create({ enrolment: { includesChurned: true } });
    expect((await enrol(winBack)).body.enrolled).toHaveLength(1);
  });

  test("one that is off enrols nobody", async () => {
    const id = await create({}, false);
    expect(await enrol(id)).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});

describe("running", () => {
  test("two workers at once advance many runs, each step of each once", async () => {
    const id = await create({ steps: [task("one", "two"), task("two", "three"), task("three", null)] });
    const accounts = [accountId];
    for (let more = 0; more < 11; more += 1) {
      accounts.push((await createCustomer(t, `Crowd${++accountsMade}`)).accountId);
    }
    await enrol(id, accounts);
    const options = { ...defaultWorkerOptions, batch: 3, lanes: 2 };
    await Promise.all([drainPlaybooks(t.app, options), drainPlaybooks(t.app, options)]);
    await drainPlaybooks(t.app);
    for (const account of accounts) expect(await titles(account)).toEqual(["one", "two", "three"]);
    expect((await runsOf(id)).every((run: { state: string }) => run.state === "completed")).toBe(true);
  });

  test("a worker that wakes after its lease was given to another writes nothing", async () => {
    const id = await create({ steps: [task("one", "two"), task("two", null)] });
    await enrol(id);
    const [zombie] = await claimRuns(t.app, 1, 20_000);
    t.advance({ seconds: 19 });
    expect(await claimRuns(t.app, 1, 20_000)).toEqual([]);
    t.advance({ seconds: 2 });
    const [heir] = await claimRuns(t.app, 1, 20_000);
    if (!zombie || !heir) throw new Error("nothing was claimed");
    expect(heir).toMatchObject({ id: zombie.id, fence: zombie.fence + 1 });
    expect(await advanceRuns(t.app, [zombie], 20_000)).toEqual([]);
    expect(await titles()).toEqual([]);
    expect(await advanceRuns(t.app, [heir], 20_000)).toMatchObject([{ id: heir.id }]);
    expect(await titles()).toEqual(["one"]);
    await advanceRuns(t.app, [heir], 20_000);
    expect((await runOf(id)).state).toBe("completed");
  });

  test("a step that fails for want of something tells what, and goes on when it is there", async () => {
    const id = await create({
      steps: [
        {
          id: "one",
          kind: "create-project",
          settings: { template: "renewal-project" },
          next: { next: "two" },
        },
        task("two", null),
      ],
    });
    await enrol(id);
    await drainPlaybooks(t.app);
    const failed = await runOf(id);
    expect(failed).toMatchObject({ state: "failed", currentStep: "one", finishedAt: null });
    expect(failed.lastError).toMatch(/no open renewal/);
    expect(failed.trace).toMatchObject([{ outcome: "failed", stepId: "one" }]);
    expect(await runDue(t.app)).toBe(0);
    const nextRenewalOn = (await t.ctx()).today.add({ days: 100 }).toString();
    await patch({ arr: "12000", nextRenewalOn });
    expect((await send("POST", `playbook-runs/${failed.id}/retry`, {})).body.state).toBe("ready");
    await drainPlaybooks(t.app);
    expect(await runOf(id)).toMatchObject({ state: "completed", lastError: null });
    expect(await titles()).toContain("two");
  });

  test("an error of ours undoes the step, is tried again later and then stands", async () => {
    const id = await create({});
    await enrol(id);
    await sql`alter table tasks add constraint broken check (title <> 'one') not valid`.execute(t.db);
    await runDue(t.app);
    expect(await runOf(id)).toMatchObject({
      state: "ready",
      trace: [],
      lastError: expect.stringMatching(/broken/),
    });
    expect(await runDue(t.app)).toBe(0);
    t.advance({ seconds: 3 });
    await sql`alter table tasks drop constraint broken`.execute(t.db);
    await drainPlaybooks(t.app);
    expect(await runOf(id)).toMatchObject({ state: "completed", trace: [{ outcome: "done" }] });
    expect(await titles()).toEqual(["one"]);
  });

  test("branches take the first true case, and otherwise the last way out", async () => {
    const path = (id: string) =>
      ({
        id,
        kind: "set-trait",
        settings: { trait: "path", value: { kind: "fixed", value: id } },
        next: {},
      }) as const;
    const definition: Partial<PlaybookDefinitionInput> = {
      enrolment: { policy: "each-time" },
      steps: [
        {
          id: "one",
          kind: "branch",
          settings: {
            cases: [
              { key: "big", label: "Big", rule: { subject: "employeeCount", op: "at-least", value: 1000 } },
              {
                key: "medium",
                label: "Medium",
                rule: { subject: "employeeCount", op: "at-least", value: 100 },
              },
            ],
          },
          next: { big: "big-path", medium: "medium-path", else: "small-path" },
        },
        path("big-path"),
        path("medium-path"),
        path("small-path"),
      ],
    };
    const id = await create(definition);
    const taken = [];
    for (const employeeCount of [5000, 300, null]) {
      await patch({ employeeCount });
      await enrol(id);
      await drainPlaybooks(t.app);
      taken.push((await t.inject({ url: `accounts/${accountId}` })).body.traits.path);
    }
    expect(taken).toEqual(["big-path", "medium-path", "small-path"]);
    expect((await runOf(id)).trace[0]).toMatchObject({ outlet: "else", why: "None of the cases is true." });
  });

  test("paused, runs stand still and enrolment goes on; resumed, they go on", async () => {
    const id = await create({});
    await send("PUT", `playbooks/${id}/pause`);
    await enrol(id);
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual([]);
    await send("DELETE", `playbooks/${id}/pause`);
    await send("PUT", "playbook-pause");
    expect((await t.inject({ url: "playbooks" })).body.pause.pausedBy).toBe("Test administrator");
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual([]);
    await send("DELETE", "playbook-pause");
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual(["one"]);
  });

  test("a new version is for new runs; those under way stay on theirs", async () => {
    const id = await create({ steps: [waitDays("one", 3, "old"), task("old", null)] });
    await enrol(id);
    await drainPlaybooks(t.app);
    const before = (await t.inject({ url: `playbooks/${id}` })).body;
    const same = await send("PATCH", `playbooks/${id}`, { definition: before.definition });
    expect(same.body.version).toBe(1);
    const changed = await send("PATCH", `playbooks/${id}`, {
      definition: { ...before.definition, steps: [task("one", null, "new")] },
    });
    expect(changed.body.version).toBe(2);
    const other = await createCustomer(t, `Customer${++accountsMade}`);
    await enrol(id, [other.accountId]);
    t.advance({ days: 3 });
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual(["old"]);
    expect(await titles(other.accountId)).toEqual(["new"]);
    expect((await runsOf(id)).map((run: { version: number }) => run.version)).toEqual([2, 1]);
  });

  test("a run ends when its account no longer matches, if so asked", async () => {
    const id = await create({
      trigger: { kind: "rule-matches", rule: { subject: "region", op: "is", value: "APAC" } },
      endsWhenLeft: true,
      steps: [waitDays("one", 3, "two"), task("two", null)],
    });
    await patch({ region: "APAC" });
    await drainEngine(t.app);
    await drainPlaybooks(t.app);
    expect((await runOf(id)).state).toBe("waiting");
    await patch({ region: "EMEA" });
    await drainEngine(t.app);
    expect(await runOf(id)).toMatchObject({
      state: "stopped",
      endedBecause: "The account no longer matches.",
    });
    t.advance({ days: 4 });
    await drainPlaybooks(t.app);
    expect(await titles()).toEqual([]);
  });

  test("switched off, runs finish or are stopped as said; one run is stopped and taken up again by hand", async () => {
    const steps = [waitDays("one", 3, "two"), task("two", null)];
    const id = await create({ steps });
    await enrol(id);
    await drainPlaybooks(t.app);
    const { id: runId } = await runOf(id);
    expect((await send("PUT", `playbook-runs/${runId}/cancellation`, { reason: "no" })).body).toMatchObject({
      state: "stopped",
      endedBecause: "Stopped by Test administrator: no",
    });
    expect((await send("PUT", `playbook-runs/${runId}/cancellation`, {})).status).toBe(409);
    expect((await send("POST", `playbook-runs/${runId}/retry`, { stepId: "nowhere" })).status).toBe(400);
    await send("POST", `playbook-runs/${runId}/retry`, { stepId: "two" });
    await drainPlaybooks(t.app);
    expect((await runOf(id)).state).toBe("completed");
    expect(await titles()).toEqual(["two"]);

    const other = await create({ steps });
    await enrol(other);
    const off = await send("DELETE", `playbooks/${other}/activation?runs=stop`);
    expect(off.body).toMatchObject({ state: "off", stoppedRuns: 1 });
    await drainPlaybooks(t.app);
    expect((await runOf(other)).state).toBe("stopped");
  });
});

describe("definitions", () => {
  test("what cannot work is refused, with the place of each fault", async () => {
    const { status, body } = await send("POST", "playbooks", {
      name: "Broken",
      definition: {
        trigger: { kind: "segment-entered", segment: "nowhere" },
        first: "missing",
        steps: [
          { id: "one", kind: "add-to-segment", settings: { segment: "nothing" }, next: { sideways: null } },
          { id: "one", kind: "create-project", settings: { template: "none" }, next: { next: "gone" } },
          { id: "two", kind: "wait-for-answer", settings: { conversation: "one", days: 0 } },
          { id: "three", kind: "reply-in-conversation", settings: { conversation: "one", template: "x" } },
        ],
      },
    });
    expect(status).toBe(400);
    expect(body.fields.map((one: { path: string }) => one.path)).toEqual([
      "trigger.segment",
      "steps.0.settings.segment",
      "steps.0.next.sideways",
      "steps.1.id",
      "steps.1.settings.template",
      "steps.1.next.next",
      "steps.2.settings.days",
      "steps.3.settings.conversation",
      "steps.3.settings.template",
      "first",
    ]);
  });

  test("a flow that comes back to itself is refused", async () => {
    const { body } = await send("POST", "playbooks", {
      name: "Circle",
      definition: {
        trigger: { kind: "by-hand" },
        first: "one",
        steps: [task("one", "two"), task("two", "one")],
      },
    });
    expect(body.fields).toMatchObject([{ path: "steps" }]);
  });

  test("only those who may set playbooks up do; who works accounts starts runs; everybody reads", async () => {
    const id = await create({});
    const runs = ["POST", `playbooks/${id}/runs`, { accountIds: [accountId] }] as const;
    for (const [as, method, url, body] of [
      ["csm", "PUT", `playbooks/${id}/activation`, {}],
      ["csm", "PUT", "playbook-pause", undefined],
      ["viewer", ...runs],
    ] as const) {
      const answer = await t.inject({ method, url, as, ...(body ? { body } : {}) });
      expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
    expect(await t.inject({ method: runs[0], url: runs[1], as: "csm", body: runs[2] })).toMatchObject({
      status: 201,
    });
    expect((await t.inject({ url: `playbooks/${id}`, as: "csm" })).body.steps).toMatchObject([
      { sentence: "Create the task “one”" },
    ]);
  });

  test("archived, it stops and is listed apart", async () => {
    const id = await create({ steps: [waitDays("one", 3, null)] });
    await enrol(id);
    await send("DELETE", `playbooks/${id}`);
    expect((await runOf(id)).endedBecause).toBe("The playbook was archived.");
    const ids = async (archived: string) =>
      (await t.inject({ url: `playbooks?archived=${archived}` })).body.items.map(
        (one: { id: string }) => one.id,
      );
    expect(await ids("false")).not.toContain(id);
    expect(await ids("true")).toContain(id);
    expect((await send("PUT", `playbooks/${id}/activation`, {})).status).toBe(409);
  });
});
