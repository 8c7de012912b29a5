import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { ensureStandings } from "./renewal-standing-node.ts";

let t: TestApp;
let ownerId: string;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  ownerId = (await send("POST", "teammates", { name: "Cy", email: "cy@x.io", role: "csm" })).id;
});
afterAll(() => t.close());

const send = async (method: "POST" | "PATCH" | "PUT", url: string, body: object) => {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

/** A renewal due so many days from now, by the name of its account. */
async function renewalIn(name: string, days: number): Promise<string> {
  const { today } = await t.ctx();
  const endsOn = today.add({ days }).toString();
  const { id: account } = await send("POST", "accounts", { name });
  const contract = { account, startsOn: "2026-02-01", endsOn };
  const { id: contractId } = await send("POST", "contracts", contract);
  await send("POST", "subscriptions", { ...contract, contractId, arr: "1000" });
  const [renewal] = (await list({ subject: "accountId", op: "is-any-of", value: [account] })) as {
    id: string;
  }[];
  return renewal?.id ?? "";
}

const list = async (filter: object, more = "") => {
  const answer = await t.inject({
    url: `renewals?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.items;
};
const names = async (filter: object, more = "") => {
  await drainEngine(t.app);
  return (await list(filter, more)).map((one: { accountName: string }) => one.accountName);
};
const behind = { subject: "standing", op: "is", value: "behind" };

describe("renewals by their cadence", () => {
  let far: string;
  beforeEach(async () => {
    await sql`truncate accounts, renewals, renewal_derived cascade`.execute(t.db);
    far = await renewalIn("Far", 170);
    await renewalIn("Near", 100);
    await renewalIn("Early", 179);
  });

  it("can be asked for, sorted, and follow what is done and what day it is", async () => {
    expect(await names(behind, "&sort=-daysBehind")).toEqual(["Near", "Far", "Early"]);
    expect(await names({ subject: "daysBehind", op: "at-least", value: 80 })).toEqual(["Near"]);
    expect(await list(behind, "&sort=daysBehind")).toMatchObject([
      { accountName: "Early", daysBehind: 1 },
      { accountName: "Far", daysBehind: 10 },
      { accountName: "Near", daysBehind: 80 },
    ]);
    await send("PATCH", `renewals/${far}`, { ownerId });
    expect(await names({ subject: "standing", op: "is", value: "on-track" })).toEqual(["Far"]);
    await send("PUT", `renewals/${far}/outcome`, {
      outcome: "churned",
      lossReason: "price",
      rootCause: "price",
    });
    expect(await names({ subject: "standing", op: "is", value: "closed" })).toEqual(["Far"]);
  });

  it("falls behind as the days go by, as history and as a happening", async () => {
    await send("PATCH", `renewals/${far}`, { ownerId });
    await drainEngine(t.app);
    t.advance({ hours: 24 * 21 });
    await sql`insert into dirty_accounts (account_id, marked_at) select id, now() from accounts`.execute(
      t.db,
    );
    expect(await names({ subject: "daysBehind", op: "equals", value: 1 })).toEqual(["Far"]);
    const { rows } = await sql<{ name: string }>`
      select name from feed where object_id = ${far}::uuid and name like 'renewal.fell%'
    `.execute(t.db);
    expect(rows).toHaveLength(1);
    const then = await t.inject({ url: `renewals/${far}?asOf=2026-12-01` });
    expect(then.body).toMatchObject({ standing: "on-track", daysBehind: null });
  });

  it("can be asked for by accounts, whose segments are in order behind it", async () => {
    const rule = {
      related: "renewals",
      where: { subject: "daysBehind", op: "at-least", value: 80 },
    };
    await send("POST", "segments", { name: "Behind", slug: "behind", object: "account", rule });
    await drainEngine(t.app);
    const filter = JSON.stringify({ subject: "segment:behind", op: "is-in" });
    const { body } = await t.inject({ url: `accounts?filter=${encodeURIComponent(filter)}` });
    expect(body.items.map((one: { name: string }) => one.name)).toEqual(["Near"]);
    const { items } = (await t.inject({ url: "cadence-steps" })).body;
    const asked = { related: "account", where: { subject: "segment:behind", op: "is-in" } };
    const circle = await t.inject({
      method: "PUT",
      url: "cadence-steps",
      body: { items: [{ ...items[0], rule: asked }] },
    });
    expect(circle.status).toBe(400);
    expect(circle.body.detail).toContain("Cadence of renewals");
  });

  it("is worked out anew when the ladder changes, and for renewals from before it was kept", async () => {
    const { items } = (await t.inject({ url: "cadence-steps" })).body;
    await send("PUT", "cadence-steps", { items: [{ ...items[0], daysBefore: 110 }] });
    expect(await names(behind)).toEqual(["Near"]);
    await send("PUT", "cadence-steps", { items });
    await drainEngine(t.app);
    await sql`update renewal_derived set standing = null`.execute(t.db);
    await ensureStandings(t.app, await t.ctx());
    expect(await names(behind)).toHaveLength(3);
  });
});

it("finds where people and model are far apart, and raises an indicator of it", async () => {
  await sql`truncate accounts, renewals, renewal_derived cascade`.execute(t.db);
  const id = await renewalIn("Apart", 100);
  await renewalIn("Agreed", 100);
  await drainEngine(t.app);
  await sql`update renewal_derived set likelihood_model = 0.2`.execute(t.db);
  await send("PATCH", `renewals/${id}`, { rating: "commit" });
  const apart = { subject: "likelihoodGap", op: "at-most", value: -0.4 };
  expect(await names(apart, "&sort=likelihoodGap")).toEqual(["Apart"]);
  expect((await list(apart))[0]).toMatchObject({ likelihoodGap: -0.75 });
  const raised = JSON.stringify({ subject: "definition", op: "is", value: "renewal_disagreement" });
  const { items } = (await t.inject({ url: `indicators?filter=${encodeURIComponent(raised)}` })).body;
  expect(items).toMatchObject([
    { accountName: "Apart", name: "People and model are far apart", ownerId: null },
  ]);
});
