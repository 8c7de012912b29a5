import type { HealthModel } from "@perennial/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { systemContext } from "../kernel/app.ts";
import { healthSlice } from "./index.ts";
import { pointsOf, scoreOf } from "./score.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  for (const slug of ["logins", "pulse"]) {
    const body = { object: "account", slug, name: slug, type: "number" };
    expect((await t.inject({ method: "POST", url: "traits", body })).status).toBe(201);
  }
});
afterAll(() => t.close());

const model: HealthModel = {
  groups: [
    {
      slug: "use",
      name: "Use",
      weight: 3,
      measures: [
        {
          slug: "logins",
          name: "Logins",
          weight: 2,
          source: { kind: "field", field: "trait:logins" },
          transform: {
            kind: "bands",
            bands: [
              { from: 0, to: 10, points: 10 },
              { from: 10, to: 20, points: 55 },
              { from: 20, to: null, points: 95 },
            ],
          },
          missing: "leave-out",
        },
        {
          slug: "pulse",
          name: "Pulse",
          weight: 1,
          source: { kind: "field", field: "trait:pulse" },
          transform: { kind: "linear", from: { value: 1, points: 0 }, to: { value: 5, points: 100 } },
          missing: "neutral",
        },
      ],
    },
    {
      slug: "plan",
      name: "Plan",
      weight: 1,
      measures: [
        {
          slug: "big",
          name: "On a big plan",
          weight: 1,
          source: {
            kind: "rule",
            rule: { subject: "plan", op: "is-one-of", value: ["Scale", "Enterprise"] },
          },
          transform: { kind: "truth", whenTrue: 100, whenFalse: 20 },
          missing: "leave-out",
        },
      ],
    },
  ],
  labels: [
    { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
    { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
    { value: "healthy", label: "Healthy", from: 70, tone: "good" },
  ],
  minimumCoveragePct: 30,
};

async function createAccount(body: Record<string, unknown>): Promise<string> {
  const answer = await t.inject({ method: "POST", url: "accounts", body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const scoreOfAccount = async (id: string, slug = "custom") =>
  (await t.inject({ url: `accounts/${id}` })).body.scores[slug];

async function setTraits(id: string, traits: Record<string, unknown>) {
  await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { traits } });
  await drainEngine(t.app);
}

describe("a health score", () => {
  it("is worked out over all accounts the same as for one, whatever is missing", async () => {
    const cases = [
      { logins: 9.99, pulse: 3, plan: "Scale" },
      { logins: 10, pulse: 1, plan: "Other" },
      { logins: 20, pulse: 7, plan: "Scale" },
      { logins: null, pulse: 4.2, plan: "Enterprise" },
      { logins: 15, pulse: null, plan: null },
      { logins: null, pulse: null, plan: "Scale" },
      { logins: null, pulse: null, plan: null },
      { logins: -1, pulse: 2, plan: "Scale" },
    ];
    const ids = [];
    for (const [index, { logins, pulse, plan }] of cases.entries()) {
      ids.push(await createAccount({ name: `C${index}`, plan, traits: { logins, pulse } }));
    }
    const body = { slug: "custom", name: "Custom", model };
    const made = await t.inject({ method: "POST", url: "health-scores", body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.pass).toMatchObject({ accountsDone: 0 });
    await drainEngine(t.app);
    const measures = new Map(
      model.groups.flatMap((group) => group.measures).map((each) => [each.slug, each]),
    );
    const points = (slug: string, seen: number | boolean | null) => {
      const measure = measures.get(slug);
      return measure ? pointsOf(measure.transform, seen) : null;
    };
    const found = [];
    for (const [index, { logins, pulse, plan }] of cases.entries()) {
      const isBig = plan === null ? null : plan !== "Other";
      const expected = scoreOf(
        model,
        new Map([
          ["logins", points("logins", logins)],
          ["pulse", points("pulse", pulse)],
          ["big", points("big", isBig)],
        ]),
      );
      const score = await scoreOfAccount(ids[index] ?? "");
      expect(score, `account ${index}`).toMatchObject({
        value: expected.value,
        coverage: expected.coveragePct,
      });
      found.push(score.value);
    }
    expect(found).toEqual([42.5, 32.5, 97.5, 85, 53.3, null, null, 43.8]);
  });

  it("crosses with its cause, keeps its history, and takes segments and their events along", async () => {
    const rule = { subject: "score:custom.label", op: "is", value: "at_risk" };
    await t.inject({
      method: "POST",
      url: "segments",
      body: { slug: "custom_risk", name: "Custom risk", rule },
    });
    const id = await createAccount({ name: "Faller", plan: "Other", traits: { logins: 41, pulse: 5 } });
    await drainEngine(t.app);
    expect(await scoreOfAccount(id)).toMatchObject({ value: 77.5, label: "healthy", coverage: 100 });
    t.advance({ hours: 1 });
    await setTraits(id, { logins: 3 });
    expect(await scoreOfAccount(id)).toMatchObject({ value: 35, label: "at_risk", coverage: 100 });
    const events = await t.db
      .selectFrom("feed")
      .select(["name", "payload"])
      .where("account_id", "=", id)
      .where("name", "in", ["score.crossed", "segment.entered"])
      .orderBy("seq")
      .execute();
    const ofCustom = events.filter((event) => JSON.stringify(event.payload).includes("custom"));
    expect(ofCustom.map((event) => event.payload)).toMatchObject([
      { from: null, to: "healthy" },
      {
        from: "healthy",
        to: "at_risk",
        previous: 77.5,
        value: 35,
        causes: [{ measure: "logins", name: "Logins", from: 95, to: 10 }],
      },
      {
        segment: "custom_risk",
        cause: { kind: "rule", field: "score:custom.label", from: "healthy", to: "at_risk" },
      },
    ]);
    const { body: trend } = await t.inject({ url: `health-scores/custom/trend?accountId=${id}` });
    expect(trend.items.map((item: { value: number; label: string }) => [item.value, item.label])).toEqual([
      [77.5, "healthy"],
      [35, "at_risk"],
    ]);
    expect(trend.items[1].causes).toEqual([{ measure: "logins", name: "Logins", from: 95, to: 10 }]);
    const later = await t.inject({
      url: `health-scores/custom/trend?accountId=${id}&from=${t.clock.now().toString()}`,
    });
    expect(later.body.items).toHaveLength(1);
  });

  it("tells, where it looks at another score, which measure of that one moved", async () => {
    const id = await createAccount({ name: "Deep", plan: "Pro", traits: { logins: 40 } });
    const over = {
      slug: "over",
      name: "Over",
      model: {
        groups: [
          {
            slug: "all",
            name: "All",
            weight: 1,
            measures: [
              {
                slug: "custom_score",
                name: "Custom",
                weight: 1,
                source: { kind: "field", field: "score:custom" },
                transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
                missing: "leave-out",
              },
            ],
          },
        ],
        labels: [{ value: "any", label: "Any", from: 0, tone: "neutral" }],
        minimumCoveragePct: 0,
      },
    };
    const made = await t.inject({ method: "POST", url: "health-scores", body: over });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    await drainEngine(t.app);
    t.advance({ hours: 1 });
    await setTraits(id, { logins: 3 });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: `health-scores/over/trend?accountId=${id}` });
    expect(body.items.at(-1).causes).toMatchObject([
      { measure: "custom_score", below: [{ measure: "logins", name: "Logins", to: 10 }] },
    ]);
    await t.inject({ method: "DELETE", url: "health-scores/over" });
  });

  it("explains itself: what was seen, points, weights and contributions that add up to it", async () => {
    const id = await createAccount({ name: "Explained", plan: "Other", traits: { logins: 12 } });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: `accounts/${id}/explain?of=health:custom` });
    const score = await scoreOfAccount(id);
    expect(body.value).toBe(score.value);
    expect(body.summary).toBe("Custom is 45, Concerning [40, 70): 75 % of its weights have data");
    type Part = { label: string; contribution: number; weightPct: number; children?: Part[]; seen?: unknown };
    const groups = body.reason.children as Part[];
    expect(groups.reduce((sum, group) => sum + group.contribution, 0)).toBeCloseTo(score.value, 0);
    expect(groups.reduce((sum, group) => sum + group.weightPct, 0)).toBeCloseTo(100, 0);
    expect(groups[0]?.children).toMatchObject([
      {
        label: "Logins",
        seen: 12,
        points: 55,
        weightPct: 50,
        contribution: 27.5,
        note: expect.stringContaining("[10, 20) → 55"),
      },
      { label: "Pulse", seen: null, points: 50, note: "No data: counts as neutral (50)" },
    ]);
    expect(groups[1]?.children?.[0]).toMatchObject({
      seen: false,
      points: 20,
      children: [{ result: false, seen: "Other" }],
    });
  });

  it("takes a measure that looks at another number for another measure, told by its name", async () => {
    const changed = structuredClone(model);
    const [logins] = changed.groups[0]?.measures ?? [];
    if (logins) logins.source = { kind: "field", field: "trait:pulse" };
    const answer = await t.inject({ method: "PATCH", url: "health-scores/custom", body: { model: changed } });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/^Use › Logins: “logins” looked at something else so far/);
    expect(answer.body.fields).toMatchObject([{ path: "model.groups[0].measures[0].slug" }]);
  });

  it("shows what a change would do before it is saved, and scores everybody again once it is", async () => {
    const changed = structuredClone(model);
    for (const group of changed.groups) if (group.slug === "plan") group.weight = 300;
    const preview = await t.inject({
      method: "POST",
      url: "health-scores/custom/preview",
      body: { model: changed },
    });
    expect(preview.status).toBe(200);
    const before = (await t.inject({ url: "health-scores/custom" })).body;
    const saved = await t.inject({ method: "PATCH", url: "health-scores/custom", body: { model: changed } });
    expect(saved.body).toMatchObject({ version: before.version + 1 });
    await drainEngine(t.app);
    const after = (await t.inject({ url: "health-scores/custom" })).body;
    const countOf = (score: typeof after, label: string | null) =>
      score.distribution.find((each: { label: string | null }) => each.label === label).accounts;
    for (const label of ["at_risk", "concerning", "healthy", null]) {
      const into = (
        moves: { from: string | null; to: string | null; accounts: number }[],
        key: "from" | "to",
      ) => moves.filter((move) => move[key] === label).reduce((sum, move) => sum + move.accounts, 0);
      const expected =
        countOf(before, label) + into(preview.body.moves, "to") - into(preview.body.moves, "from");
      expect(countOf(after, label)).toBe(expected);
    }
    expect(preview.body.changed).toBeGreaterThan(0);
    for (const { label, accounts } of preview.body.distribution) expect(countOf(after, label)).toBe(accounts);
    expect(preview.body.examples).toHaveLength(3);
    for (const { accountId, wouldBe, wouldBeLabel } of preview.body.examples) {
      expect(await scoreOfAccount(accountId)).toMatchObject({ value: wouldBe, label: wouldBeLabel });
    }
    const { body: versions } = await t.inject({ url: "health-scores/custom/versions" });
    expect(versions.items.map((item: { version: number }) => item.version)).toEqual([2, 1]);
    const atRisk = await t.inject({ url: "health-scores/custom/accounts?label=at_risk" });
    expect(atRisk.body.items).toHaveLength(countOf(after, "at_risk"));
    expect((await t.inject({ url: "health-scores/custom/accounts?label=none" })).body.items.length).toBe(
      countOf(after, null),
    );
  });

  it("refuses gaps between bands, labels out of order, unknown fields and transforms that do not fit, with paths", async () => {
    const broken = structuredClone(model);
    const [use, plan] = broken.groups;
    const [logins, pulse] = use?.measures ?? [];
    if (logins?.transform.kind === "bands" && logins.transform.bands[1]) logins.transform.bands[1].from = 11;
    if (pulse?.source.kind === "field") pulse.source.field = "trait:pulze";
    if (plan?.measures[0])
      plan.measures[0].transform = {
        kind: "linear",
        from: { value: 0, points: 0 },
        to: { value: 1, points: 1 },
      };
    if (broken.labels[2]) broken.labels[2].from = 30;
    const { status, body } = await t.inject({
      method: "PATCH",
      url: "health-scores/custom",
      body: { model: broken },
    });
    expect(status).toBe(400);
    expect(body.fields.map((field: { path: string }) => field.path).sort()).toEqual([
      "model.groups[0].measures[0].transform.bands[1].from",
      "model.groups[0].measures[1].source.field",
      "model.groups[1].measures[0].transform",
      "model.labels[2].from",
    ]);
  });

  it("refuses a score that asks about itself through a segment, spelling the loop out", async () => {
    const looped = structuredClone(model);
    const measure = looped.groups[1]?.measures[0];
    if (measure) measure.source = { kind: "rule", rule: { subject: "segment:custom_risk", op: "is-in" } };
    const { status, body } = await t.inject({
      method: "PATCH",
      url: "health-scores/custom",
      body: { model: looped },
    });
    expect(status).toBe(400);
    expect(body.detail).toContain("Custom risk");
    expect(body.detail).toContain("→");
  });

  it("ships “Overall”, the primary, and the segment that reads it", async () => {
    const { body } = await t.inject({ url: "health-scores" });
    expect(body.items[0]).toMatchObject({ slug: "overall", isPrimary: true, problems: [], version: 1 });
    const { body: segment } = await t.inject({ url: "segments/at_risk" });
    expect(segment.sentence).toBe("Primary score (Overall) is less than 40");
    await healthSlice.ensureShipped?.(t.app, await systemContext(t.app, "start"));
    expect((await t.inject({ url: "health-scores/overall" })).body.version).toBe(body.items[0].version);
    const id = await createAccount({ name: "Shipped score" });
    for (const n of [1, 2, 3]) {
      const ticket = { account: id, openedAt: "2026-09-01T10:00:00Z", priority: "urgent", subject: `T${n}` };
      await t.inject({ method: "POST", url: "tickets", body: ticket });
    }
    await drainEngine(t.app);
    const score = await scoreOfAccount(id, "overall");
    expect(score.label).toBe(score.value < 40 ? "at_risk" : score.value < 70 ? "concerning" : "healthy");
    expect((await t.inject({ url: `accounts/${id}` })).body.segments.includes("at_risk")).toBe(
      score.value < 40,
    );
    const archive = await t.inject({ method: "DELETE", url: "health-scores/overall" });
    expect(archive.body).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("is the primary score"),
    });
  });

  it("takes a count of 0 for no data while what it needs is empty", async () => {
    const needing = structuredClone(model);
    const source = needing.groups[0]?.measures[0]?.source;
    if (source?.kind === "field") source.needs = "trait:pulse";
    const body = { slug: "needing", name: "Needing", model: needing };
    expect((await t.inject({ method: "POST", url: "health-scores", body })).status).toBe(201);
    const without = await createAccount({ name: "No pulse", plan: "Scale", traits: { logins: 0 } });
    const withIt = await createAccount({ name: "Pulse", plan: "Scale", traits: { logins: 0, pulse: 3 } });
    await drainEngine(t.app);
    expect((await scoreOfAccount(without, "needing")).coverage).toBe(25);
    expect((await scoreOfAccount(withIt, "needing")).coverage).toBe(100);
  });

  it("keeps teammates to their role", async () => {
    const patch = { method: "PATCH", url: "health-scores/custom", body: { name: "X" } } as const;
    expect((await t.inject({ ...patch, as: "csm" })).status).toBe(403);
    expect((await t.inject({ ...patch, as: "revops" })).status).toBe(200);
    expect((await t.inject({ url: "health-scores", as: "viewer" })).status).toBe(200);
  });

  it("writes history only where points or scores differ", async () => {
    const id = await createAccount({ name: "Steady", plan: "Scale", traits: { logins: 12, pulse: 3 } });
    await drainEngine(t.app);
    const count = async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from history where account_id = ${id}
        and (field like 'score:custom%' or field like 'measure:custom%')`.execute(t.db);
      return Number(rows[0]?.n);
    };
    const first = await count();
    expect(first).toBe(5);
    await setTraits(id, { logins: 13 });
    expect(await count()).toBe(first);
  });
});
