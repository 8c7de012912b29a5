import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { fillSampleCompany } from "../sample-company/fill-sample-company.ts";
import { createWorld } from "../sample-company/world/accounts.ts";
import { renewalProbability } from "../sample-company/world/terms.ts";
import { featureSpecs } from "./features/read-features.ts";
import { refreshMarked } from "./marks.ts";
import { foretold } from "./model/back-test.ts";
import { areaUnderCurve } from "./model/measures.ts";
import { readSamples } from "./read-samples.ts";

const size = { accounts: 260, contactsPerAccount: 4 };
let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await fillSampleCompany(t.app, () => {}, size);
  await t.drain();
  await refreshAll();
}, 240_000);
afterAll(() => t.close());

async function refreshAll(): Promise<void> {
  while ((await refreshMarked(t.app)) > 0);
  await drainEngine(t.app);
  while ((await refreshMarked(t.app)) > 0);
}

const isOpen = encodeURIComponent(JSON.stringify({ subject: "outcome", op: "is-empty" }));
const openRenewals = async () => (await t.inject({ url: `renewals?limit=1000&filter=${isOpen}` })).body.items;

/** The probability by which the sample company's generator drew each renewal's outcome, by its account's name and expiry. */
async function truths(): Promise<Map<string, number>> {
  const { today } = await t.ctx();
  const found = new Map<string, number>();
  for (const account of createWorld(today, size).accounts) {
    for (const { endsOn } of account.terms) {
      const month = account.customerSince.until(endsOn, { largestUnit: "months" }).months;
      const before = account.mood.slice(Math.max(0, month - 3), month + 1);
      const mood = before.reduce((sum, value) => sum + value, 0) / Math.max(before.length, 1);
      found.set(`${account.name} ${endsOn}`, renewalProbability(mood));
    }
  }
  return found;
}

describe("the sample company, whose true probabilities are known", () => {
  it("is judged with calibrated likelihoods by models that saw only its past", async () => {
    const samples = await readSamples(t.app, t.db, await t.ctx());
    const { tested } = foretold(samples, featureSpecs(t.app));
    const { rows: names } = await sql<{ id: string; key: string }>`
      select r.id, a.name || ' ' || r.due_on as key from renewals r join accounts a on a.id = r.account_id
    `.execute(t.db);
    const keys = new Map(names.map((row) => [row.id, row.key]));
    const truthOf = await truths();
    const judged = tested.map((look) => ({
      ...look,
      truth: truthOf.get(keys.get(look.renewalId) ?? "") ?? Number.NaN,
    }));
    expect(judged.length).toBeGreaterThan(200);
    expect(judged.every((look) => Number.isFinite(look.truth))).toBe(true);
    for (const daysBefore of [180, 90, 30]) {
      const looks = judged.filter((look) => look.daysBefore === daysBefore);
      const middle =
        [...looks].sort((a, b) => a.likelihood - b.likelihood)[looks.length >> 1]?.likelihood ?? 0;
      for (const half of [
        looks.filter((l) => l.likelihood < middle),
        looks.filter((l) => l.likelihood >= middle),
      ]) {
        // Within three standard errors of what happened.
        expect(Math.abs(errorsOff(half))).toBeLessThan(3);
      }
    }
    // Nobody can tell better than the process itself.
    const byTruth = areaUnderCurve(judged.map((look) => ({ ...look, likelihood: look.truth }))) ?? 0;
    const auc = areaUnderCurve(judged) ?? 0;
    expect(auc).toBeGreaterThan(0.5);
    expect(auc).toBeLessThan(byTruth);
  });
});

describe("what the API tells", () => {
  it("every open renewal has a likelihood of the version in use, and lists go by it", async () => {
    const { items: versions } = (await t.inject({ url: "likelihood/versions" })).body;
    expect(versions[0]).toMatchObject({ kind: "trained", isInUse: true });
    expect(versions.at(-1)).toMatchObject({ version: 1, kind: "prior", isInUse: false, openRenewals: 0 });
    const open = await openRenewals();
    expect(open.length).toBe(versions[0].openRenewals);
    for (const renewal of open) {
      expect(renewal.likelihoodVersion).toBe(versions[0].version);
      expect(renewal.likelihoodModel).toBeGreaterThan(0);
      expect(Number(renewal.expectedArr)).toBeCloseTo(
        renewal.likelihoodModel * Number(renewal.arrIfRenewed),
        1,
      );
    }
    const low = { subject: "likelihoodModel", op: "less-than", value: 0.7 };
    const listed = await t.inject({
      url: `renewals?sort=likelihoodModel&filter=${encodeURIComponent(JSON.stringify(low))}`,
    });
    const values = listed.body.items.map((item: { likelihoodModel: number }) => item.likelihoodModel);
    expect(values.length).toBeGreaterThan(0);
    expect(values).toEqual([...values].sort((a: number, b: number) => a - b));
    expect(values.every((value: number) => value < 0.7)).toBe(true);
  });

  it("shows a version with weights and back-test, and the reasons of one renewal", async () => {
    const { items } = (await t.inject({ url: "likelihood/versions" })).body;
    const { body } = await t.inject({ url: `likelihood/versions/${items[0].version}` });
    expect(body.model.terms.map((term: { feature: string }) => term.feature)).toContain("usage");
    expect(body.backTest.overall.calibration.length).toBeGreaterThan(3);
    expect((await t.inject({ url: "likelihood/versions/99" })).status).toBe(404);
    const [renewal] = await openRenewals();
    const of = `renewal:likelihood:${renewal.id}`;
    const why = await t.inject({ url: `accounts/${renewal.accountId}/explain?of=${of}` });
    expect(why.body.value).toBe(renewal.likelihoodModel);
    expect(why.body.reason.children.length).toBeGreaterThan(10);
    expect(why.body.summary).toContain("People say");
    const next = await t.inject({ url: `accounts/${renewal.accountId}/explain?of=renewal:likelihood` });
    expect(next.status).toBe(200);
    expect((await t.inject({ url: `accounts/${renewal.accountId}/explain?of=renewal:x` })).status).toBe(400);
  });

  it("follows what changes at the account, with history, and leaves the people's rating alone", async () => {
    const [renewal] = await openRenewals();
    for (let count = 0; count < 8; count += 1) {
      const made = await t.inject({
        method: "POST",
        url: "tickets",
        body: {
          account: renewal.accountId,
          subject: "Down",
          priority: "urgent",
          openedAt: "2026-11-20T08:00:00Z",
        },
      });
      expect(made.status).toBe(201);
    }
    await refreshAll();
    const after = (await t.inject({ url: `renewals/${renewal.id}` })).body;
    expect(after.likelihoodModel).toBeLessThan(renewal.likelihoodModel);
    expect([after.rating, after.likelihoodHuman]).toEqual([renewal.rating, renewal.likelihoodHuman]);
    const { rows } = await sql<{ old: number; new: number }>`
      select old, new from history where object = 'renewal' and object_id = ${renewal.id} and field = 'likelihoodModel'
       order by id desc limit 1
    `.execute(t.db);
    expect(rows[0]?.new).toBe(after.likelihoodModel);
    const account = await t.inject({ url: `accounts?limit=1&sort=renewalLikelihood` });
    expect(account.status).toBe(200);
    const { rows: marks } = await sql`select 1 from likelihood_marks`.execute(t.db);
    expect(marks).toHaveLength(0);
  });

  it("trains by hand as a job; a new version judges all anew and the old one is kept", async () => {
    expect((await t.inject({ method: "POST", url: "likelihood/versions", as: "csm" })).status).toBe(403);
    const before = (await t.inject({ url: "likelihood/versions" })).body.items;
    expect((await t.inject({ method: "POST", url: "likelihood/versions", as: "revops" })).status).toBe(202);
    await t.drain();
    const after = (await t.inject({ url: "likelihood/versions" })).body.items;
    expect(after.length).toBe(before.length + 1);
    expect(after[0].openRenewals).toBe(before[0].openRenewals);
    expect(after[1]).toMatchObject({ version: before[0].version, isInUse: false, openRenewals: 0 });
    t.advance({ days: 8 });
    await t.drain();
    const { items } = (await t.inject({ url: "likelihood/versions" })).body;
    expect(items[0].trainedBy).toBe("likelihood.train-when-due");
  });
});

/** How many standard errors the likelihoods given stand off from what happened. */
function errorsOff(looks: readonly { likelihood: number; isRenewed: boolean }[]): number {
  const off = looks.reduce((sum, look) => sum + look.likelihood - (look.isRenewed ? 1 : 0), 0);
  const variance = looks.reduce((sum, look) => sum + look.likelihood * (1 - look.likelihood), 0);
  return off / Math.sqrt(variance);
}
