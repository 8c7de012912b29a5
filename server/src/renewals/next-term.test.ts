import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

const send = async (method: "POST" | "PUT" | "DELETE", url: string, body?: unknown) => {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, ...answer.body };
};

const term = { startsOn: "2026-01-01", endsOn: "2026-12-31" };

/** A contract of 1,000 at 20 % off, 50 as stated, and 30 given back, with its renewal. */
async function contract() {
  const account = await send("POST", "accounts", { name: "Acme" });
  const { id } = await send("POST", "contracts", { account: account.id, upliftPct: 10, ...term });
  const line = async (more: object) =>
    (await send("POST", "subscriptions", { account: account.id, contractId: id, ...term, ...more })).id;
  const price = { quantity: 10, unitPrice: "100", billingInterval: "year" };
  const platform = await line({ product: "Platform", discountPct: 20, ...price });
  const support = await line({ product: "Support", arr: "50" });
  const refund = await line({ product: "Refund", arr: "-30" });
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const listed = (path: string) => t.inject({ url: `${path}?filter=${encodeURIComponent(filter)}` });
  const renewal = (await listed("renewals")).body.items[0];
  const arrOn = async (at: string) => {
    const { body } = await listed("subscriptions");
    return (body.items as { startsOn: string; endsOn: string; arr: string }[])
      .filter((one) => one.startsOn <= at && one.endsOn >= at)
      .map((one) => one.arr)
      .sort();
  };
  return { platform, support, refund, renewal, arrOn };
}

describe("the next term", () => {
  it("is told before it is made: its dates, and each line at every price", async () => {
    const { renewal, platform } = await contract();
    expect(renewal.targetArr).toBe("820.00");
    const { body } = await t.inject({ url: `renewals/${renewal.id}/next-term` });
    expect(body).toMatchObject({ currency: "USD", startsOn: "2027-01-01", endsOn: "2027-12-31" });
    const lines = body.lines as { id: string; name: string; sameArr: string; listArr: string }[];
    const of = (name: string) => lines.find((line) => line.name === name);
    expect(of("Platform")).toEqual({
      id: platform,
      name: "Platform",
      isRefund: false,
      sameArr: "800.00",
      listArr: "1000.00",
      upliftArr: "880.00",
    });
    expect(of("Refund")).toMatchObject({ isRefund: true });
  });

  it.each([
    ["same", "850.00", ["50.00", "800.00"]],
    ["list", "1050.00", ["1000.00", "50.00"]],
    ["uplift", "935.00", ["55.00", "880.00"]],
  ])("is made at the price that was ordered: %s", async (price, finalArr, next) => {
    const { renewal, arrOn } = await contract();
    const order = { outcome: "renewed", price };
    const first = await send("PUT", `renewals/${renewal.id}/outcome`, order);
    expect(first.renewal).toMatchObject({ finalArr, outcome: "renewed" });
    expect(await arrOn("2027-01-01")).toEqual(next);
    expect(await arrOn("2026-12-31")).toEqual(["-30.00", "50.00", "800.00"]);
    const again = await send("PUT", `renewals/${renewal.id}/outcome`, order);
    expect([again.renewal.finalArr, await arrOn("2027-01-01")]).toEqual([finalArr, next]);
  });

  it("leaves out the lines that end with the term, and undoing it brings them back", async () => {
    const { renewal, support, arrOn } = await contract();
    const order = { outcome: "renewed", price: "same", leaves: [support] };
    const { renewal: closed } = await send("PUT", `renewals/${renewal.id}/outcome`, order);
    expect(closed).toMatchObject({ finalArr: "800.00", bookingType: "renewal-with-downsell" });
    expect(await arrOn("2027-01-01")).toEqual(["800.00"]);
    expect((await send("DELETE", `renewals/${renewal.id}/outcome`)).outcome).toBe(null);
    expect([await arrOn("2026-12-31"), await arrOn("2027-01-01")]).toEqual([
      ["-30.00", "50.00", "800.00"],
      [],
    ]);
  });

  it("is refused where nothing would be left of it, or a line is none of the term's", async () => {
    const { renewal, platform, support } = await contract();
    for (const leaves of [[platform, support], [renewal.id]]) {
      const { status, fields } = await send("PUT", `renewals/${renewal.id}/outcome`, {
        outcome: "renewed",
        leaves,
      });
      expect([status, fields.map((field: { path: string }) => field.path)]).toEqual([400, ["leaves"]]);
    }
  });
});
