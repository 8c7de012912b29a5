import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { refreshBaselines } from "../segments/index.ts";

let t: TestApp;
const ids: Record<string, string> = {};

/** High-touch accounts that asked so many times in the last 90 days: two are usual. */
const asked = { Once: 1, Twice: 2, "Twice too": 2, Thrice: 3, Often: 4, Silent: 0 };

beforeAll(async () => {
  t = await testApp();
  for (const [name, times] of Object.entries(asked)) {
    const body = { name, touchModel: "high", arr: "90000.00", nextRenewalOn: "2027-06-30" };
    const id = (await t.inject({ method: "POST", url: "accounts", body })).body.id;
    ids[name] = id;
    const given = await t.inject({
      method: "PUT",
      url: `accounts/${id}/health-overrides/overall`,
      body: { value: name === "Silent" ? 20 : 90, reason: "For the test", expiresOn: "2026-12-31" },
    });
    expect(given.status, JSON.stringify(given.body)).toBeLessThan(300);
    for (let at = 0; at < times; at++) {
      const ticket = { account: id, subject: `Question ${at}`, openedAt: `2026-11-0${at + 1}T10:00:00Z` };
      expect((await t.inject({ method: "POST", url: "tickets", body: ticket })).status).toBe(201);
    }
  }
  await drainEngine(t.app);
  await refreshBaselines(t.app);
  // What is usual changed, and with it what the definition asks: touched, accounts are looked at again.
  for (const id of Object.values(ids)) {
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { industry: "Energy" } });
  }
  await drainEngine(t.app);
});
afterAll(() => t.close());

const open = async (slug: string) => {
  const filter = JSON.stringify({ subject: "definition", op: "is", value: slug });
  return (await t.inject({ url: `indicators?filter=${encodeURIComponent(filter)}` })).body.items;
};

it("finds who has fallen silent where two contacts in 90 days are usual", async () => {
  const raised = await open("contact_frequency_low");
  expect(raised.map((each: { accountName: string }) => each.accountName)).toEqual(["Silent"]);
  expect(raised[0].message).toContain("0 contacts in 90 days");
});

it("finds an account whose only champion left, by name, and lets it go with the next one", async () => {
  const add = async (name: string) => {
    const body = { name, account: ids.Often, stakeholderRole: "champion" };
    return (await t.inject({ method: "POST", url: "contacts", body })).body.id;
  };
  const first = await add("Cleo");
  await t.inject({ method: "PATCH", url: `contacts/${first}`, body: { deactivatedOn: "2026-11-20" } });
  await drainEngine(t.app);
  expect(await open("champion_left")).toMatchObject([
    { accountName: "Often", status: "open", message: "Gone: Cleo (deactivated). Find the next champion." },
  ]);
  await add("Dana");
  await drainEngine(t.app);
  expect(await open("champion_left")).toMatchObject([{ status: "cleared" }]);
});
