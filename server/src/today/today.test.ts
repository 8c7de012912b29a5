import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { signInAs, type TestTeammate } from "../../test/people.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
let sam: TestTeammate & { cookie: string };
let mia: TestTeammate & { cookie: string };
let customer: TestCustomer;
beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
  sam = await signInAs(t, { name: "Sam", role: "csm" });
  mia = await signInAs(t, { name: "Mia", role: "leader" });
  await t.inject({ method: "PATCH", url: `teammates/${sam.id}`, body: { managerId: mia.id } });
  await t.inject({
    method: "PATCH",
    url: `accounts/${customer.accountId}`,
    body: { keyRoles: { csm: sam.id } },
  });
  const definition = {
    slug: "looked_at",
    name: "Look at it",
    polarity: "risk",
    severity: "high",
    message: "Look",
    dueInDays: 0,
    rule: { subject: "plan", op: "is", value: "Look" },
  };
  expect((await t.inject({ method: "POST", url: "indicator-definitions", body: definition })).status).toBe(
    201,
  );
  await drainEngine(t.app);
});
afterAll(() => t.close());

type As = { cookie: string };
const as = (
  who: As,
  request: { method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; url: string; body?: object },
) => t.inject({ ...request, as: null, headers: { cookie: who.cookie } });
const today = async (who: As, query = "") => (await as(who, { url: `today${query}` })).body;

describe("Today", () => {
  test("ranks what waits for a person by ARR at stake, chance and urgency, and says how", async () => {
    const big = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: "Big", keyRoles: { csm: sam.id } },
    });
    const contract = { account: big.body.id, startsOn: "2026-01-01", endsOn: "2027-12-31" };
    const line = { account: big.body.id, product: "Core", arr: "400000", startsOn: "2026-01-01" };
    expect((await t.inject({ method: "POST", url: "contracts", body: contract })).status).toBe(201);
    expect((await t.inject({ method: "POST", url: "subscriptions", body: line })).status).toBe(201);
    await t.inject({
      method: "POST",
      url: "tasks",
      body: { title: "Write", account: big.body.id, assigneeId: sam.id, dueOn: "2026-11-25" },
    });
    await t.inject({ method: "PATCH", url: `accounts/${customer.accountId}`, body: { plan: "Look" } });
    await drainEngine(t.app);
    const { items, formula, doneCount } = await today(sam, "");
    const [first, second] = items;
    expect(first).toMatchObject({
      kind: "task",
      accountName: "Big",
      chance: 0.1,
      urgency: 1.09,
      priority: 43_600,
    });
    expect(second).toMatchObject({
      kind: "indicator",
      title: "Look at it",
      chance: 0.3,
      urgency: 1.2,
      priority: 1_800,
    });
    expect(doneCount).toBe(0);
    expect(formula.arrFloor).toBe(5_000);
    expect((await today(mia)).items).toEqual([]);
    const team = await today(mia, "?scope=team");
    expect(team.people).toEqual([{ id: sam.id, name: "Sam", count: items.length }]);
    expect((await today(mia, `?scope=team&ownerId=${sam.id}&kind=task`)).items).toHaveLength(1);
  });

  test("forgets what is snoozed until its day, and counts what was done today", async () => {
    const { items } = await today(sam, "?kind=indicator");
    const url = `indicators/${items[0].id}`;
    await as(sam, { method: "PUT", url: `${url}/snooze`, body: { until: "2026-11-25", reason: "Away" } });
    expect((await today(sam, "?kind=indicator")).items).toEqual([]);
    t.advance({ hours: 48 });
    expect((await today(sam, "?kind=indicator")).items).toHaveLength(1);
    await as(sam, { method: "PUT", url: `${url}/addressing`, body: { whatWasDone: "Called" } });
    expect(await today(sam, "?kind=indicator")).toMatchObject({ items: [], doneCount: 1 });
  });

  test("is ranked by the company's own formula once one is set", async () => {
    const { formula } = await today(sam);
    const body = { ...formula, chances: { ...formula.chances, task: 1 } };
    expect((await as(sam, { method: "PUT", url: "today/formula", body })).status).toBe(403);
    expect((await as(mia, { method: "PUT", url: "today/formula", body })).status).toBe(200);
    const { items } = await today(sam, "?kind=task");
    expect(items[0]).toMatchObject({ chance: 1 });
  });

  test("a meeting waits from a week before until somebody says what came of it", async () => {
    const now = t.app.clock.now();
    const at = (hours: number) => now.add({ hours }).toString();
    const meet = async (subject: string, hours: number, more: object = {}) =>
      (
        await t.inject({
          method: "POST",
          url: "meetings",
          body: { account: customer.accountId, subject, at: at(hours), authorId: sam.id, ...more },
        })
      ).body;
    const scheduled = { status: "scheduled" };
    const past = await meet("Was due", -30, scheduled);
    await meet("Tomorrow", 24, scheduled);
    await meet("Held already", -5, { status: "held" });
    await meet("In a fortnight", 24 * 14, scheduled);
    const meetings = async () => (await today(sam, "?kind=meeting")).items;
    expect(await meetings()).toMatchObject([
      { title: "Was due", urgency: 1.5, detail: expect.stringContaining("say what came of it") },
      { title: "Tomorrow", urgency: 1.14, detail: expect.stringMatching(/^Begins at \d\d:\d\d$/) },
    ]);
    const { doneCount } = await today(sam);
    const held = { status: "held", outcome: "They renew" };
    await as(sam, { method: "PATCH", url: `meetings/${past.id}`, body: held });
    expect((await meetings()).map(({ title }: { title: string }) => title)).toEqual(["Tomorrow"]);
    expect((await today(sam)).doneCount).toBe(doneCount + 1);
    const [next] = await meetings();
    await as(sam, { method: "PATCH", url: `meetings/${next.id}`, body: { authorId: mia.id } });
    expect((await today(mia, "?kind=meeting")).items).toHaveLength(1);
    expect((await as(mia, { url: "notifications" })).body.items).toContainEqual(
      expect.objectContaining({ kind: "assignment", title: "Sam gives you: Tomorrow" }),
    );
    await as(mia, { method: "PATCH", url: `meetings/${next.id}`, body: { status: "cancelled" } });
  });

  test("a raised hand stands on the manager's queue", async () => {
    const asked = await as(sam, {
      method: "POST",
      url: `accounts/${customer.accountId}/raised-hands`,
      body: { message: "They want a discount" },
    });
    expect(asked.body).toMatchObject({ managerId: mia.id });
    expect((await today(mia)).items).toMatchObject([
      { kind: "task", title: "Sam asks for help with Kestrel" },
    ]);
    expect((await as(mia, { url: "notifications" })).body.items).toContainEqual(
      expect.objectContaining({ kind: "hand", body: "They want a discount" }),
    );
    const alone = await as(mia, {
      method: "POST",
      url: `accounts/${customer.accountId}/raised-hands`,
      body: { message: "x" },
    });
    expect(alone).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("Nobody is your manager") },
    });
  });
});

describe("an indicator", () => {
  const raised = async () => {
    const body = { account: customer.accountId, definition: "looked_at" };
    return (await t.inject({ method: "POST", url: "indicators", body })).body.id;
  };
  const turn = (id: string, body: object) =>
    as(sam, { method: "POST", url: `indicators/${id}/conversion`, body });

  test("becomes a risk, which names it", async () => {
    const turned = await turn(await raised(), { kind: "risk", rootCause: "low_usage", tier: "2" });
    expect(turned.body).toMatchObject({
      status: "addressed",
      whatWasDone: "Made a risk of it: Look",
      became: { kind: "risk", title: "Look", playbookId: null },
    });
    const risk = await t.inject({ url: `risks/${turned.body.became.id}` });
    expect(risk.body).toMatchObject({ summary: "Look", tier: "2", indicatorId: turned.body.id });
  });

  test("is open again when what it became is taken back, unless somebody has worked on that", async () => {
    const undo = (id: string) => as(sam, { method: "DELETE", url: `indicators/${id}/conversion` });
    const id = await raised();
    expect((await undo(id)).body.detail).toContain("nothing that could be taken back");
    const { body: turned } = await turn(id, { kind: "risk", rootCause: "low_usage", tier: "1" });
    expect((await undo(id)).body).toMatchObject({ status: "open", became: null, whatWasDone: null });
    expect((await t.inject({ url: `risks/${turned.became.id}` })).body.archivedAt).not.toBeNull();
    const { body: worked } = await turn(id, { kind: "task", title: "Call" });
    t.advance({ seconds: 1 });
    await t.inject({ method: "PATCH", url: `tasks/${worked.became.id}`, body: { title: "Call Ada" } });
    expect((await undo(id)).body.detail).toContain("Somebody has worked on the task “Call”");
    expect((await t.inject({ url: `indicators/${id}` })).body.status).toBe("addressed");
  });

  test("becomes a task, for whom and when is said or its owner by its day, and only once", async () => {
    const id = await raised();
    const turned = await turn(id, {
      kind: "task",
      title: "Call them",
      assigneeId: mia.id,
      dueOn: "2026-12-24",
    });
    expect(turned.body.became).toMatchObject({ kind: "task", title: "Call them" });
    const task = await t.inject({ url: `tasks/${turned.body.became.id}` });
    expect(task.body).toMatchObject({ title: "Call them", assigneeId: mia.id, dueOn: "2026-12-24" });
    expect((await turn(id, { kind: "task" })).status).toBe(409);
    const again = await turn(await raised(), { kind: "task" });
    const usual = await t.inject({ url: `tasks/${again.body.became.id}` });
    expect(usual.body).toMatchObject({ title: "Look", assigneeId: sam.id });
  });

  test("becomes a run of a playbook that is on; one that is off leaves it open", async () => {
    const definition = {
      trigger: { kind: "by-hand" },
      first: "one",
      steps: [{ id: "one", kind: "create-task", settings: { title: "Call" } }],
    };
    const made = await t.inject({
      method: "POST",
      url: "playbooks",
      body: { name: "Call them", definition },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const playbookId = made.body.id;
    const id = await raised();
    expect(await turn(id, { kind: "playbook-run", playbookId })).toMatchObject({ status: 409 });
    expect((await t.inject({ url: `indicators/${id}` })).body).toMatchObject({
      status: "open",
      became: null,
    });
    await t.inject({ method: "PUT", url: `playbooks/${playbookId}/activation`, body: {} });
    const turned = await turn(id, { kind: "playbook-run", playbookId });
    expect(turned.body.became).toMatchObject({ kind: "playbook-run", title: "Call them", playbookId });
    const run = await t.inject({ url: `playbook-runs/${turned.body.became.id}` });
    expect(run.body).toMatchObject({ accountId: customer.accountId, startedBecause: "Enrolled by Sam" });
  });
});

describe("work given away", () => {
  const told = async (who: As) => (await as(who, { url: "notifications" })).body.items;
  const task = (title: string, by: As, assigneeId: string) =>
    as(by, { method: "POST", url: "tasks", body: { title, account: customer.accountId, assigneeId } });

  test("is told to whom it is given, once, and not to oneself", async () => {
    const before = (await told(sam)).length;
    const { id } = (await task("Write to Ada", mia, sam.id)).body;
    await task("My own", sam, sam.id);
    const after = await told(sam);
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({
      kind: "assignment",
      title: "Mia gives you: Write to Ada",
      href: `/accounts/${customer.accountId}`,
    });
    await as(mia, { method: "PATCH", url: `tasks/${id}`, body: { title: "Write to Ada now" } });
    expect(await told(sam)).toHaveLength(before + 1);
  });

  test("by many at once is told in one sentence; what is imported is not told", async () => {
    const before = (await told(sam)).length;
    const items = ["One", "Two", "Three", "Four", "Five"].map((title) => ({
      externalId: title,
      title,
      account: customer.accountId,
      assigneeId: sam.id,
    }));
    await as(mia, { method: "POST", url: "tasks/bulk-upsert", body: { source: "x", items } });
    const after = await told(sam);
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({ title: "Mia gives you 5 tasks", body: "One\nTwo\nThree\nFour\nFive" });
  });

  test("a raised hand is told as that, and not as a task besides", async () => {
    const before = (await told(mia)).length;
    const body = { message: "Once more" };
    await as(sam, { method: "POST", url: `accounts/${customer.accountId}/raised-hands`, body });
    const after = await told(mia);
    expect(after.slice(0, after.length - before)).toMatchObject([{ kind: "hand", body: "Once more" }]);
  });
});

test("the progress of the day counts every kind of work once, and not what was taken back", async () => {
  const before = (await today(sam)).doneCount;
  const own = await as(sam, {
    method: "POST",
    url: "tasks",
    body: { title: "Done", account: customer.accountId, assigneeId: sam.id },
  });
  const set = (status: string) => as(sam, { method: "PATCH", url: `tasks/${own.body.id}`, body: { status } });
  await set("done");
  expect((await today(sam)).doneCount).toBe(before + 1);
  await set("open");
  expect((await today(sam)).doneCount).toBe(before);
  const risk = await as(sam, {
    method: "POST",
    url: "risks",
    body: { account: customer.accountId, summary: "x", rootCause: "low_usage" },
  });
  await as(sam, {
    method: "PUT",
    url: `risks/${risk.body.id}/review`,
    body: { note: "Looked", fields: { "root-cause": "x", plan: "y" } },
  });
  expect((await today(sam)).doneCount).toBe(before + 1);
});
