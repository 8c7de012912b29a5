import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { createContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import { allPermissions } from "../kernel/context.ts";
import { setSegmentLink } from "./index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

async function createAccount(body: Record<string, unknown>): Promise<string> {
  const { body: account, status } = await t.inject({ method: "POST", url: "accounts", body });
  expect(status).toBe(201);
  return account.id;
}

async function createSegment(slug: string, rule: unknown) {
  const body = { slug, name: slug.replaceAll("_", " "), rule };
  const answer = await t.inject({ method: "POST", url: "segments", body });
  await drainEngine(t.app);
  return answer;
}

async function memberNames(slug: string, query = ""): Promise<string[]> {
  const { body } = await t.inject({ url: `segments/${slug}/members?sort=name${query}` });
  return body.items.map((item: { name: string }) => item.name);
}

async function eventsOf(slug: string, accountId: string) {
  const rows = await t.db
    .selectFrom("feed")
    .select(["name", "payload"])
    .where("account_id", "=", accountId)
    .where("name", "in", ["segment.entered", "segment.left"])
    .orderBy("seq")
    .execute();
  return rows
    .map((row) => ({ ...(row.payload as { segment: string; cause: unknown }), name: row.name }))
    .filter((row) => row.segment === slug);
}

const isPlan = (value: string) => ({ subject: "plan", op: "is", value });

describe("membership by rule", () => {
  it("follows an edit: enters and leaves, with events, causes, counts and the account's own list", async () => {
    await createSegment("enterprise", isPlan("Enterprise"));
    const id = await createAccount({ name: "Mover", plan: "Scale" });
    await drainEngine(t.app);
    expect(await memberNames("enterprise")).toEqual([]);
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "Enterprise" } });
    await drainEngine(t.app);
    expect(await memberNames("enterprise")).toEqual(["Mover"]);
    expect((await t.inject({ url: `accounts/${id}` })).body.segments).toContain("enterprise");
    expect((await t.inject({ url: "segments/enterprise" })).body).toMatchObject({
      memberCount: 1,
      sentence: "Plan is “Enterprise”",
      problems: [],
    });
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "Scale" } });
    await drainEngine(t.app);
    expect(await memberNames("enterprise")).toEqual([]);
    expect(await eventsOf("enterprise", id)).toMatchObject([
      { name: "segment.entered", cause: { kind: "rule", field: "plan", from: "Scale", to: "Enterprise" } },
      { name: "segment.left", cause: { kind: "rule", field: "plan", from: "Enterprise", to: "Scale" } },
    ]);
  });

  it("is asked again of everybody when the rule changes, with its dependents", async () => {
    await createAccount({ name: "Changing", plan: "Gamma" });
    await createSegment("by_plan", isPlan("Beta"));
    await createSegment("on_top", { not: { subject: "segment:by_plan", op: "is-not-in" } });
    expect(await memberNames("on_top")).toEqual([]);
    const patched = await t.inject({
      method: "PATCH",
      url: "segments/by_plan",
      body: { rule: isPlan("Gamma") },
    });
    expect(patched.body.pass).toMatchObject({ accountsDone: 0 });
    await drainEngine(t.app);
    expect(await memberNames("by_plan")).toEqual(["Changing"]);
    expect(await memberNames("on_top")).toEqual(["Changing"]);
    expect((await t.inject({ url: "segments/by_plan" })).body.pass).toBeNull();
  });

  it("counts an unknown answer as not in, and holds a trait that is dropped without emptying itself", async () => {
    await createAccount({ name: "No employees known" });
    await createAccount({ name: "Ten", employeeCount: 10 });
    await createSegment("not_big", { not: { subject: "employeeCount", op: "greater-than", value: 50 } });
    expect(await memberNames("not_big")).toEqual(["Ten"]);

    const trait = { object: "account", slug: "phase", name: "Phase", type: "text" };
    const { body: made } = await t.inject({ method: "POST", url: "traits", body: trait });
    const id = await createAccount({ name: "Phased", traits: { phase: "live" } });
    await createSegment("live_phase", { subject: "trait:phase", op: "is", value: "live" });
    expect(await memberNames("live_phase")).toEqual(["Phased"]);
    await t.inject({ method: "DELETE", url: `traits/${made.id}` });
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "Any" } });
    await drainEngine(t.app);
    expect(await memberNames("live_phase")).toEqual(["Phased"]);
    const { body: segment } = await t.inject({ url: "segments/live_phase" });
    expect(segment.problems).toMatchObject([{ path: "subject" }]);
  });

  it("moves with the clock at the pass over all accounts", async () => {
    await createAccount({ name: "Young", customerSince: "2026-11-20" });
    await createSegment("young", {
      subject: "customerSince",
      op: "in-the-last",
      value: { count: 10, unit: "days" },
    });
    expect(await memberNames("young")).toEqual(["Young"]);
    const before = t.clock.now().toString();
    t.advance({ hours: 24 * 11 });
    await t.inject({
      method: "PATCH",
      url: "segments/young",
      body: {
        rule: { any: [{ subject: "customerSince", op: "in-the-last", value: { count: 10, unit: "days" } }] },
      },
    });
    await drainEngine(t.app);
    expect(await memberNames("young")).toEqual([]);
    expect(await memberNames("young", `&asOf=${before}`)).toEqual(["Young"]);
  });
});

describe("what is refused", () => {
  it("says where an unknown subject stands, and what was perhaps meant", async () => {
    const rule = { all: [isPlan("X"), { subject: "plam", op: "is", value: "X" }] };
    const answer = await createSegment("wrong", rule);
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toMatchObject([
      { path: "all[1].subject", message: expect.stringContaining("plan") },
    ]);
    expect((await t.inject({ url: "segments/wrong" })).status).toBe(404);
  });

  it("spells out the loop of a rule that asks about itself through others", async () => {
    await createSegment("loop_a", isPlan("A"));
    await createSegment("loop_b", { subject: "segment:loop_a", op: "is-in" });
    const rule = { subject: "segment:loop_b", op: "is-in" };
    const answer = await t.inject({ method: "PATCH", url: "segments/loop_a", body: { rule } });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/loop a → loop b → loop a|loop b → loop a → loop b/);
    expect((await t.inject({ url: "segments/loop_a" })).body.rule).toEqual(isPlan("A"));
  });

  it("lets only one of two definitions close a circle when both are made at once", async () => {
    await createSegment("race_a", isPlan("A"));
    await createSegment("race_b", isPlan("B"));
    const patch = (slug: string, other: string) =>
      t.inject({
        method: "PATCH",
        url: `segments/${slug}`,
        body: { rule: { subject: `segment:${other}`, op: "is-in" } },
      });
    const answers = await Promise.all([patch("race_a", "race_b"), patch("race_b", "race_a")]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
    await drainEngine(t.app);
  });

  it("refuses “is me”, a taken slug, archiving what others ask about, and writing without permission", async () => {
    const mine = await createSegment("mine", { subject: "keyRole:csm", op: "is-me" });
    expect(mine.body.fields).toMatchObject([{ path: "op" }]);
    expect((await createSegment("loop_a", null)).status).toBe(409);
    const archived = await t.inject({ method: "DELETE", url: "segments/loop_a" });
    expect(archived.body).toMatchObject({ code: "conflict", detail: expect.stringContaining("loop b") });
    const body = { slug: "csm_made", name: "X" };
    expect((await t.inject({ method: "POST", url: "segments", body, as: "csm" })).status).toBe(403);
  });

  it("archives and restores", async () => {
    await createAccount({ name: "Kept", plan: "Kept" });
    await createSegment("kept", isPlan("Kept"));
    expect((await t.inject({ method: "DELETE", url: "segments/kept" })).body.archivedAt).not.toBeNull();
    const list = await t.inject({ url: "segments" });
    expect(list.body.items.map((item: { slug: string }) => item.slug)).not.toContain("kept");
    const filter = encodeURIComponent(JSON.stringify({ subject: "segment:kept", op: "is-in" }));
    expect((await t.inject({ url: `accounts?filter=${filter}` })).status).toBe(400);
    await t.inject({ method: "POST", url: "segments/kept/restoration" });
    await drainEngine(t.app);
    expect(await memberNames("kept")).toEqual(["Kept"]);
  });
});

describe("membership by hand", () => {
  it("lets a person's word stand above a playbook's and the rule, until it is cleared", async () => {
    await createSegment("by_hand", isPlan("Hand"));
    const id = await createAccount({ name: "Handled", plan: "Hand" });
    await drainEngine(t.app);
    const playbook = await createContext(t.app, {
      kind: "playbook",
      id: "p1",
      name: "Rescue",
      permissions: allPermissions,
    });
    const isIn = async () => {
      await drainEngine(t.app);
      return (await memberNames("by_hand")).includes("Handled");
    };
    expect(await isIn()).toBe(true);
    const say = (isMember: boolean | null) =>
      execute(t.app, playbook, setSegmentLink, { segment: "by_hand", recordId: id, isMember });
    await say(false);
    expect(await isIn()).toBe(false);
    const member = `segments/by_hand/members/${id}`;
    await t.inject({ method: "PUT", url: member, body: { reason: "They asked" }, as: "csm" });
    expect(await isIn()).toBe(true);
    const removed = await t.inject({ method: "DELETE", url: `${member}?reason=No`, as: "csm" });
    expect(removed.body.link).toEqual({ source: "person", isMember: false });
    await say(true);
    expect(await isIn()).toBe(false);
    await t.inject({ method: "DELETE", url: `${member}/link` });
    expect(await isIn()).toBe(true);
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "Other" } });
    expect(await isIn()).toBe(true);
    await say(null);
    expect(await isIn()).toBe(false);
    const causes = (await eventsOf("by_hand", id)).map((event) => event.cause);
    expect(causes).toMatchObject([
      { kind: "rule", field: "plan" },
      { kind: "playbook", actor: "Rescue" },
      { kind: "person", reason: "They asked" },
      { kind: "person", reason: "No" },
      { kind: "playbook" },
      { kind: "rule", field: "plan", to: "Other" },
    ]);
  });

  it("tells who was in at an instant, since when, and by whose word", async () => {
    await createSegment("over_time", null);
    const id = await createAccount({ name: "Timed" });
    await drainEngine(t.app);
    const first = t.clock.now().toString();
    t.advance({ hours: 2 });
    await t.inject({ method: "PUT", url: `segments/over_time/members/${id}`, body: {} });
    await drainEngine(t.app);
    const entered = t.clock.now().toString();
    t.advance({ hours: 2 });
    await t.inject({ method: "DELETE", url: `segments/over_time/members/${id}` });
    await drainEngine(t.app);
    expect(await memberNames("over_time")).toEqual([]);
    expect(await memberNames("over_time", `&asOf=${first}`)).toEqual([]);
    const then = await t.inject({ url: `segments/over_time/members?asOf=${entered}` });
    expect(then.body.totalCount).toBe(1);
    expect(Temporal.Instant.from(then.body.items[0].memberSince).equals(entered)).toBe(true);
  });

  it("filters and sorts members like any list", async () => {
    await createSegment("sorted", { subject: "region", op: "is", value: "Sorted" });
    for (const employeeCount of [5, 50, 500]) {
      await createAccount({ name: `S${employeeCount}`, region: "Sorted", employeeCount });
    }
    await drainEngine(t.app);
    const filter = encodeURIComponent(
      JSON.stringify({ subject: "employeeCount", op: "at-least", value: 50 }),
    );
    const { body } = await t.inject({
      url: `segments/sorted/members?sort=-employeeCount&limit=1&filter=${filter}`,
    });
    expect(body.items.map((item: { name: string }) => item.name)).toEqual(["S500"]);
    expect(body.nextCursor).not.toBeNull();
    expect(body.totalCount).toBe(3);
  });
});

describe("beside the rule", () => {
  it("previews a rule with its sentence, its count and the first accounts, and stores nothing", async () => {
    await createAccount({ name: "Preview me", plan: "Preview" });
    const rule = { all: [isPlan("Preview"), { subject: "keyRole:csm", op: "is-empty" }] };
    const { body } = await t.inject({ method: "POST", url: "segments/preview", body: { rule } });
    expect(body).toMatchObject({
      count: 1,
      sentence: "Plan is “Preview” and CSM is empty",
      sample: [{ name: "Preview me" }],
    });
    expect(body.total).toBeGreaterThan(5);
    const wrong = await t.inject({
      method: "POST",
      url: "segments/preview",
      body: { rule: { not: isPlan("") } },
    });
    expect(wrong.body.fields).toMatchObject([{ path: "not.value" }]);
  });

  it("ships segments whose fields exist, once", async () => {
    const slugs = (await t.inject({ url: "segments" })).body.items.map((item: { slug: string }) => item.slug);
    expect(slugs).toEqual(
      expect.arrayContaining(["renewal", "high_touch", "no_owner", "tier_i", "tier_d", "onboarding"]),
    );
    const { body: catalog } = await t.inject({ url: "rule-catalog" });
    const account = catalog.objects.find((object: { slug: string }) => object.slug === "account");
    const has = (slug: string) => account.fields.some((field: { slug: string }) => field.slug === slug);
    expect(slugs.includes("renewing_180d")).toBe(has("nextRenewalOn"));
    expect(slugs.includes("gone_quiet")).toBe(has("metric:days_since_last_seen"));
    expect(account.relations).toContainEqual({ slug: "tickets", label: "tickets", object: "ticket" });
  });

  it("is computed once when two workers go over the same accounts", async () => {
    await createSegment("shared", { subject: "region", op: "is", value: "Shared" });
    const ids = await Promise.all(
      [...Array(6).keys()].map((n) => createAccount({ name: `W${n}`, region: "Shared" })),
    );
    await Promise.all([drainEngine(t.app), drainEngine(t.app), drainEngine(t.app)]);
    await drainEngine(t.app);
    expect(await memberNames("shared")).toHaveLength(6);
    for (const id of ids) expect(await eventsOf("shared", id)).toHaveLength(1);
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from history where field = 'segment:shared' and new = 'true'::jsonb`.execute(t.db);
    expect(Number(rows[0]?.n)).toBe(6);
  });
});
