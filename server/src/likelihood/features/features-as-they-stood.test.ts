import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { type Point, readFeatures } from "./read-features.ts";

let t: TestApp;
let point: Point;
const noon = "T12:00:00Z";

beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  const body = { name: "Acme", arr: 1000, nextRenewalOn: "2027-01-31" };
  const account = (await t.inject({ method: "POST", url: "accounts", body })).body;
  const [renewal] = (await t.inject({ url: "renewals" })).body.items;
  point = { accountId: account.id, renewalId: renewal.id, dueOn: renewal.dueOn, at: "2026-10-31" };
});
afterAll(() => t.close());

const known = async (at = point.at) =>
  (await readFeatures(t.app, t.db, await t.ctx(), [{ ...point, at }]))[0] ?? {};
const id = () => crypto.randomUUID();
const risk = (raised: string, left: string | null) =>
  sql`
  insert into risks (account_id, id, summary, root_cause, tier, status, raised_at, left_at, created_at, updated_at)
  values (${point.accountId}, ${id()}, 'Low usage', 'low_usage', '2', ${left ? "saved" : "open"}, ${raised + noon}, ${left && left + noon},
          now(), now())`.execute(t.db);
const note = (at: string) =>
  sql`
  insert into notes (account_id, id, body, at, is_pinned, created_at, updated_at)
  values (${point.accountId}, ${id()}, 'Talked', ${at + noon}, false, now(), now())`.execute(t.db);

it("knows nothing of risks and notes before there were any", async () => {
  expect(await known()).not.toHaveProperty("risks_open");
  expect(await known()).not.toHaveProperty("note_days");
});

it("counts the risks that were open then; one raised or left tomorrow changes nothing today", async () => {
  await risk("2026-10-01", "2026-11-10");
  await risk("2026-09-01", "2026-10-15");
  const before = await known();
  expect([before.risks_open, before.risk_days]).toEqual([
    expect.closeTo(Math.log(2), 4),
    expect.closeTo(30.5, 1),
  ]);
  await risk("2026-11-01", null);
  expect(await known()).toEqual(before);
  expect((await known("2026-11-12")).risks_open).toBeCloseTo(Math.log(2), 4);
});

it("says how long nobody had written anything down; tomorrow's note changes nothing today", async () => {
  await note("2026-06-01");
  await note("2026-10-21");
  const before = await known();
  expect([before.note_days, before.notes_taken]).toEqual([
    expect.closeTo(10.5, 1),
    expect.closeTo(Math.log(2), 4),
  ]);
  await note("2026-11-01");
  expect(await known()).toEqual(before);
  // Notes have been kept since June: of July nobody can say that silence means anything.
  expect(await known("2026-07-15")).not.toHaveProperty("note_days");
});
