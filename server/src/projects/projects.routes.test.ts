import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
let customer: TestCustomer;
let stranger: TestCustomer;
const renewalId = "01900000-0000-7000-8000-00000000000a";
beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
  stranger = await createCustomer(t, "Osprey");
  const load = async (_db: unknown, request: { accountId: string }) =>
    request.accountId === customer.accountId ? { id: renewalId, due_on: "2027-05-31" } : null;
  const withoutRenewals = t.app.slices.map((slice) => {
    const { templateScopes: _scopes, ...contributes } = slice.contributes ?? {};
    return { ...slice, contributes };
  });
  t.app.slices = [
    ...withoutRenewals,
    { name: "test renewals", contributes: { templateScopes: [{ name: "renewal", load }] } },
  ];
});
afterAll(() => t.close());

const post = (url: string, body: object) => t.inject({ method: "POST", url, body });
const patch = (url: string, body: object) => t.inject({ method: "PATCH", url, body });
const tasksOf = async (projectId: string) =>
  (await t.inject({ url: "tasks?limit=1000&sort=dueOn" })).body.items.filter(
    (item: { projectId: string }) => item.projectId === projectId,
  );

describe("projects from templates", () => {
  test("the shipped renewal project: dates counted back from expiry, tasks to the CSM, in order", async () => {
    const made = await post("projects/from-template", {
      accountId: customer.accountId,
      template: { slug: "renewal-project" },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: "Renewal of Kestrel",
        category: "Renewal",
        targetOn: "2027-05-31",
        renewalId,
        taskCount: 7,
        donePct: 0,
        pace: "not-started",
      },
    });
    expect(made.body.milestones.map((one: { dueOn: string }) => one.dueOn)).toEqual([
      "2027-01-29",
      "2027-03-02",
      "2027-04-16",
      "2027-05-17",
    ]);
    const tasks = await tasksOf(made.body.id);
    expect(tasks[0]).toMatchObject({
      title: "Review the value Kestrel has gained",
      dueOn: "2027-01-01",
      assigneeId: customer.csmId,
      assigneeRole: "csm",
      isBlocked: false,
      checklist: [{ isDone: false }, {}, {}],
    });
    expect(tasks.at(-1)).toMatchObject({
      title: "Get the signature",
      isBlocked: true,
      isCustomerVisible: true,
    });
  });

  test("without a renewal to count from they are refused, and nothing is written", async () => {
    const refused = await post("projects/from-template", {
      accountId: stranger.accountId,
      template: { slug: "renewal-project" },
    });
    expect(refused.body.fields).toEqual([{ path: "renewalId", message: "there is no open renewal" }]);
    expect((await t.inject({ url: "projects" })).body.items).toHaveLength(1);
  });

  test("finishing tasks moves milestones, progress and pace", async () => {
    const { body } = await post("projects/from-template", {
      accountId: stranger.accountId,
      template: { slug: "onboarding-project" },
    });
    const [handOver, kickOff] = await tasksOf(body.id);
    expect(kickOff).toMatchObject({ isBlocked: true });
    const done = await patch(`tasks/${handOver.id}`, { status: "done" });
    expect(done.body).toMatchObject({ status: "done", completedAt: "2026-11-23T09:00:00Z" });
    expect((await t.inject({ url: `projects/${body.id}` })).body).toMatchObject({
      status: "active",
      doneCount: 1,
      donePct: 16.7,
      pace: "on-track",
    });
    await patch(`tasks/${kickOff.id}`, { status: "done" });
    const { milestones } = (await t.inject({ url: `projects/${body.id}` })).body;
    expect(milestones[0]).toMatchObject({ name: "Kicked off", completedOn: "2026-11-23" });
    await patch(`tasks/${kickOff.id}`, { status: "open" });
    expect((await t.inject({ url: `projects/${body.id}` })).body.milestones[0].completedOn).toBeNull();
    expect((await t.inject({ url: `tasks/${kickOff.id}` })).body.completedAt).toBeNull();
    const events = await t.db
      .selectFrom("feed")
      .select("name")
      .where("account_id", "=", stranger.accountId)
      .execute();
    const names = events.map((row) => row.name);
    expect(names).toContain("task.completed");
    expect(names).toContain("milestone.completed");
    t.advance({ days: 11 });
    expect((await t.inject({ url: `projects/${body.id}` })).body.pace).toBe("stuck");
    const moved = await patch(`milestones/${milestones[0].id}`, { dueOn: "2027-01-15" });
    expect(moved.body).toMatchObject({ dueOn: "2027-01-15", name: "Kicked off" });
    await patch(`milestones/${milestones[0].id}`, { completedOn: "2026-12-04" });
    const milestoneOf = async (query: string) =>
      (await t.inject({ url: `projects/${body.id}${query}` })).body.milestones[0];
    expect(await milestoneOf("")).toMatchObject({ dueOn: "2027-01-15", completedOn: "2026-12-04" });
    const { dueOn } = milestones[0];
    expect(await milestoneOf("?asOf=2026-12-03")).toMatchObject({ dueOn, completedOn: null });
  });

  test("a project set to complete is completed today", async () => {
    const { body } = await post("projects", { name: "By hand", account: customer.accountId });
    expect((await patch(`projects/${body.id}`, { status: "complete" })).body).toMatchObject({
      completedOn: "2026-12-04",
      pace: "done",
    });
    expect((await patch(`projects/${body.id}`, { status: "active" })).body.completedOn).toBeNull();
  });
});

describe("completing by rule", () => {
  const rule = { subject: "plan", op: "is", value: "Scale" };

  test("a task is done the moment its rule over the account is true, and says who did it", async () => {
    const made = await post("tasks", { title: "Upgraded", account: stranger.accountId, completesWhen: rule });
    expect(made.body).toMatchObject({ status: "open", completesWhen: rule });
    await patch(`accounts/${stranger.accountId}`, { plan: "Starter" });
    expect((await t.inject({ url: `tasks/${made.body.id}` })).body.status).toBe("open");
    await patch(`accounts/${stranger.accountId}`, { plan: "Scale" });
    expect((await t.inject({ url: `tasks/${made.body.id}` })).body.status).toBe("done");
    const audit = await t.db
      .selectFrom("audit")
      .select("actor_name")
      .where("object_id", "=", made.body.id)
      .orderBy("at")
      .execute();
    expect(audit.map((row) => row.actor_name)).toEqual(["Test administrator", "completes by rule"]);
  });

  test("a milestone of a template too, at once when the rule is true already", async () => {
    const content = { name: "P", milestones: [{ key: "m", name: "M", completesWhen: rule }], tasks: [] };
    await post("templates", {
      kind: "project",
      slug: "by-rule",
      name: "By rule",
      category: "Adoption",
      content,
    });
    const { body } = await post("projects/from-template", {
      accountId: stranger.accountId,
      template: { slug: "by-rule" },
    });
    expect(body.milestones).toMatchObject([{ name: "M", completedOn: "2026-12-04" }]);
  });

  test("an unsound rule is refused; one whose trait has gone hinders nobody", async () => {
    const unsound = await post("tasks", {
      title: "x",
      account: stranger.accountId,
      completesWhen: { subject: "plam", op: "is", value: "x" },
    });
    expect(unsound.body.fields).toMatchObject([{ path: "completesWhen" }]);
    const made = await post("tasks", { title: "x", account: stranger.accountId, completesWhen: rule });
    await patch(`accounts/${stranger.accountId}`, { plan: "Starter" });
    const broken = JSON.stringify({ subject: "gone", op: "is", value: "x" });
    await t.db
      .updateTable("tasks")
      .set({ completes_when: broken, status: "open" })
      .where("id", "=", made.body.id)
      .execute();
    expect((await patch(`accounts/${stranger.accountId}`, { plan: "Scale" })).status).toBe(200);
  });
});

describe("tasks", () => {
  test("stand alone, internal too, with checklist, and are overdue by the calendar", async () => {
    const made = await post("tasks", {
      title: "Clean the list",
      dueOn: "2026-12-01",
      checklist: [{ text: "one" }],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { accountId: null, isOverdue: true, checklist: [{ text: "one", isDone: false }] },
    });
    const project = await post("projects", { name: "Tidy up" });
    const inProject = await post("tasks", { title: "Agree on ratings", projectId: project.body.id });
    expect(inProject).toMatchObject({
      status: 201,
      body: { accountId: null, projectId: project.body.id },
    });
    const ticked = await patch(`tasks/${made.body.id}`, { checklist: [{ text: "one", isDone: true }] });
    expect(ticked.body.checklist).toEqual([{ text: "one", isDone: true }]);
    const { rows } = {
      rows: await t.db.selectFrom("history").select("field").where("object_id", "=", made.body.id).execute(),
    };
    expect(rows.filter((row) => row.field === "checklist")).toHaveLength(2);
    await drainEngine(t.app);
    const rule = { subject: "status", op: "is", value: "open" };
    const list = await t.inject({
      url: `tasks?sort=-dueOn&filter=${encodeURIComponent(JSON.stringify(rule))}`,
    });
    expect(list.body.items.map((item: { id: string }) => item.id)).toContain(made.body.id);
  });

  test("a series goes on when one is done, once", async () => {
    const recurrence = { every: 1, unit: "week" };
    const made = await post("tasks", {
      title: "Weekly look",
      account: customer.accountId,
      dueOn: "2026-11-30",
      recurrence,
      checklist: [{ text: "a", isDone: true }],
    });
    await patch(`tasks/${made.body.id}`, { status: "done" });
    await patch(`tasks/${made.body.id}`, { status: "open" });
    await patch(`tasks/${made.body.id}`, { status: "done" });
    const all = (await t.inject({ url: "tasks?limit=1000" })).body.items.filter(
      (item: { title: string }) => item.title === "Weekly look",
    );
    expect(all).toHaveLength(2);
    expect(all.find((item: { status: string }) => item.status === "open")).toMatchObject({
      dueOn: "2026-12-07",
      recurrence,
      checklist: [{ text: "a", isDone: false }],
    });
  });

  test("links to another account's project, milestone or task are refused", async () => {
    const project = (await post("projects", { name: "Theirs", account: stranger.accountId })).body;
    const foreign = await post("tasks", { title: "x", account: customer.accountId, projectId: project.id });
    expect(foreign.body.fields).toEqual([{ path: "projectId", message: "is not of the same account" }]);
    const own = await post("tasks", { title: "x", projectId: project.id });
    expect(own.body).toMatchObject({ accountId: stranger.accountId, projectId: project.id });
    const circle = await patch(`tasks/${own.body.id}`, { dependsOn: [own.body.id] });
    expect(circle.body.fields).toMatchObject([{ path: "dependsOn" }]);
  });

  test("given to a key role they go to its holder", async () => {
    const made = await post("tasks", { title: "x", account: customer.accountId, assigneeRole: "csm" });
    expect(made.body).toMatchObject({ assigneeId: customer.csmId, assigneeRole: "csm" });
    expect(
      (await t.inject({ method: "POST", url: "tasks", body: { title: "x" }, as: "viewer" })).status,
    ).toBe(403);
  });
});
