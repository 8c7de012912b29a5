import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { predictAll } from "../likelihood/predict-all.job.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

it("holds what the model said at the end of the day, and nothing of days to come", async () => {
  const account = await t.inject({ method: "POST", url: "accounts", body: { name: "Acme" } });
  const contract = await t.inject({
    method: "POST",
    url: "contracts",
    body: { account: account.body.id, startsOn: "2026-03-01", endsOn: "2027-02-28" },
  });
  await t.inject({
    method: "POST",
    url: "subscriptions",
    body: {
      account: account.body.id,
      contractId: contract.body.id,
      startsOn: "2026-03-01",
      endsOn: "2027-02-28",
      arr: "1000",
    },
  });
  const { id } = (await t.inject({ url: "renewals" })).body.items[0];
  const calls = async () =>
    (await t.inject({ url: `renewals/${id}/checkpoints` })).body.items.map(
      (one: { dueOn: string; automatedCall: string | null }) => [one.dueOn, one.automatedCall],
    );
  // The one at 180 days lies before anything was known of it; the one at 90 days is to come.
  expect(await calls()).toEqual([
    ["2026-09-01", null],
    ["2026-11-30", null],
  ]);
  t.advance({ hours: 24 * 7 });
  await predictAll(t.app, await t.ctx());
  const { rows } = await sql<{ likelihood: number }>`
    select likelihood_model::float8 as likelihood from renewal_derived where id = ${id}::uuid
  `.execute(t.db);
  const percent = Math.round((rows[0]?.likelihood ?? 0) * 100);
  expect((await calls())[1]).toEqual([
    "2026-11-30",
    `${percent >= 75 ? "renews" : "at risk"} (${percent} %)`,
  ]);
  // What it says a day later changes nothing of what it said then.
  const before = await calls();
  t.advance({ hours: 24 });
  await t.inject({ method: "PATCH", url: `renewals/${id}`, body: { likelihoodHuman: 0.05 } });
  await predictAll(t.app, await t.ctx());
  expect(await calls()).toEqual(before);
});

it("tells of an earlier day the calls that had been made by then", async () => {
  const { id } = (await t.inject({ url: "renewals" })).body.items[0];
  const called = async (query = "") => {
    const { items } = (await t.inject({ url: `renewals/${id}/checkpoints${query}` })).body;
    const { csmCall, finalCall, note, decidedAt } = items[1];
    return [csmCall, finalCall, note, decidedAt];
  };
  const put = (body: object) =>
    t.inject({ method: "PUT", url: `renewals/${id}/checkpoints/2026-11-30`, body });
  t.advance({ hours: 24 });
  expect((await put({ csmCall: "renews", note: "Sure" })).status).toBe(200);
  const [day, then] = [(await t.ctx()).today.toString(), await called()];
  t.advance({ hours: 24 });
  expect((await put({ csmCall: "churns", finalCall: "at risk" })).status).toBe(200);
  expect((await called()).slice(0, 3)).toEqual(["churns", "at risk", "Sure"]);
  expect(await called(`?asOf=${day}`)).toEqual(then);
  expect(await called("?asOf=2026-11-30")).toEqual([null, null, null, null]);
});
