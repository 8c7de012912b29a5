import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { execute } from "../kernel/command.ts";
import { generateAll, generateRenewals } from "./generate-renewals.ts";

let t: TestApp;
const start = "2026-11-23T09:00:00Z";
beforeAll(async () => {
  t = await testApp({ now: start });
});
beforeEach(async () => {
  t.clock.set(Temporal.Instant.from(start));
  await sql`
    truncate accounts, account_derived, dirty_accounts, external_ids, contracts, subscriptions, renewals, history, audit,
             feed cascade
  `.execute(t.db);
});
afterAll(() => t.close());

type Answer = Awaited<ReturnType<TestApp["inject"]>>;
const send = async (
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  url: string,
  body?: unknown,
): Promise<Answer["body"]> => {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300)
    throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const refusal = async (method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: unknown) => {
  const { status, body: answer } = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  return [status, answer.code, ...(answer.fields ?? []).map((field: { path: string }) => field.path)];
};
const renewals = async () => (await t.inject({ url: "renewals?limit=1000&sort=dueOn" })).body.items;
const lines = async () =>
  (await t.inject({ url: "subscriptions?limit=1000&sort=startsOn" })).body.items.map(
    (one: { startsOn: string; endsOn: string | null; arr: string }) => [one.startsOn, one.endsOn, one.arr],
  );
const arr = async (at: string) => (await t.inject({ url: `arr?at=${at}` })).body.totalArr;

/** An account with a contract to the end of the year and one line of 10 × 100 a year. */
async function contract(more: Record<string, unknown> = {}, line: Record<string, unknown> = {}) {
  const account = await send("POST", "accounts", { name: "Acme" });
  const made = await send("POST", "contracts", {
    account: account.id,
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
    noticePeriodDays: 90,
    ...more,
  });
  const subscription = await send("POST", "subscriptions", {
    account: account.id,
    contractId: made.id,
    quantity: 10,
    unitPrice: "100",
    billingInterval: "year",
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
    ...line,
  });
  return { accountId: account.id, contractId: made.id, lineId: subscription.id };
}

describe("the generator", () => {
  it("makes the renewal of a contract as soon as it is written, with target and notice deadline from it", async () => {
    const { accountId, contractId } = await contract();
    expect(await renewals()).toMatchObject([
      {
        accountId,
        contractId,
        accountName: "Acme",
        dueOn: "2026-12-31",
        noticeDeadlineOn: "2026-10-02",
        targetArr: "1000.00",
        forecastArr: null,
        stage: "upcoming",
        daysToExpiry: 38,
        outcome: null,
      },
    ]);
    const { body } = await t.inject({ url: `renewals/${(await renewals())[0].id}/checkpoints` });
    expect(body.items.map((one: { dueOn: string }) => one.dueOn)).toEqual(["2026-07-04", "2026-10-02"]);
  });

  it("makes no second one when run again, by several workers at once, or after a crash", async () => {
    const made = await contract();
    await contract({ endsOn: "2027-05-23" });
    await sql`delete from renewal_checkpoints`.execute(t.db);
    await sql`delete from renewals`.execute(t.db);
    const ctx = await t.ctx();
    await expect(
      t.app.db.transaction().execute(async (tx) => {
        await generateRenewals.run({ tx, ctx, app: t.app, input: { accountIds: [made.accountId] } });
        throw new Error("crash");
      }),
    ).rejects.toThrow("crash");
    expect(await renewals()).toEqual([]);
    const runs = await Promise.all([1, 2, 3, 4].map(() => generateAll(t.app)));
    expect(runs.reduce((sum, run) => sum + run.created, 0)).toBe(1);
    expect(await generateAll(t.app)).toEqual({ created: 0, updated: 0, closed: 0, withdrawn: 0 });
    expect(await renewals()).toHaveLength(1);
    const history = await sql<{
      count: number;
    }>`select count(*) from history where object = 'renewal' and field = 'dueOn'`.execute(t.db);
    expect(history.rows[0]?.count).toBe(2);
  });

  it("makes it when 180 days are left, by its nightly pass", async () => {
    await contract({ endsOn: "2027-05-23" });
    expect(await renewals()).toEqual([]);
    t.advance({ days: 1 });
    expect(await send("POST", "renewals/generate")).toMatchObject({ created: 1 });
    expect(await renewals()).toMatchObject([{ dueOn: "2027-05-23" }]);
  });

  it("follows amendments of the contract and its lines, not over what a person set", async () => {
    const { contractId, lineId } = await contract();
    const [{ id }] = await renewals();
    await send("POST", `subscriptions/${lineId}/amendments`, { effectiveOn: "2026-12-01", quantity: 12 });
    await send("PATCH", `contracts/${contractId}`, { endsOn: "2027-01-31" });
    expect(await renewals()).toMatchObject([
      { id, dueOn: "2027-01-31", noticeDeadlineOn: "2026-11-02", targetArr: "0.00" },
    ]);
    await send("PATCH", `contracts/${contractId}`, { endsOn: "2026-12-31" });
    expect(await renewals()).toMatchObject([{ id, dueOn: "2026-12-31", targetArr: "1200.00" }]);
    await send("PATCH", `renewals/${id}`, { targetArr: "5000" });
    await send("PATCH", `contracts/${contractId}`, { endsOn: "2026-12-30" });
    expect(await renewals()).toMatchObject([
      { id, dueOn: "2026-12-30", targetArr: "5000.00", isTargetStated: true },
    ]);
  });

  it("withdraws the renewal of an archived contract and brings it back with it", async () => {
    const { contractId } = await contract();
    const [{ id }] = await renewals();
    await send("DELETE", `contracts/${contractId}`);
    expect((await renewals()).map((one: { contractId: string }) => one.contractId)).not.toContain(contractId);
    await send("POST", `contracts/${contractId}/restoration`);
    expect(
      (await renewals()).filter((one: { contractId: string }) => one.contractId === contractId),
    ).toMatchObject([{ id }]);
  });

  it("asks for no decision about old contracts that others followed, in whatever order they are imported", async () => {
    const account = await send("POST", "accounts", { name: "Old customer" });
    const years = [2024, 2023, 2025, 2026];
    for (const year of years) {
      const made = await send("POST", "contracts", {
        account: account.id,
        startsOn: `${year}-01-01`,
        endsOn: `${year}-12-31`,
      });
      const line = {
        account: account.id,
        contractId: made.id,
        arr: year,
        startsOn: `${year}-01-01`,
        endsOn: `${year}-12-31`,
      };
      await send("POST", "subscriptions", line);
    }
    expect(await renewals()).toMatchObject([{ dueOn: "2026-12-31", targetArr: "2026.00" }]);
    await send("DELETE", `accounts/${account.id}`);
    expect(await renewals()).toEqual([]);
  });

  it("gives it the holder of the key role, until a person chooses", async () => {
    const { accountId } = await contract();
    const csm = "019aaaaa-0000-7000-8000-000000000001";
    const other = "019aaaaa-0000-7000-8000-000000000002";
    await send("PATCH", `accounts/${accountId}`, { keyRoles: { csm } });
    const [{ id, ownerId }] = await renewals();
    expect(ownerId).toBe(csm);
    await send("PATCH", `renewals/${id}`, { ownerId: other });
    await send("PATCH", `accounts/${accountId}`, { keyRoles: { csm: null, account_manager: csm } });
    expect(await renewals()).toMatchObject([{ ownerId: other, isOwnerPinned: true }]);
  });

  it("lets a contract that renews by itself go on when its day has passed, apart from orders", async () => {
    await contract({ autoRenews: true, renewalTermMonths: 12, upliftPct: "5" });
    t.advance({ days: 39 });
    expect(await generateAll(t.app)).toMatchObject({ closed: 1, created: 1 });
    expect(await renewals()).toMatchObject([
      {
        dueOn: "2026-12-31",
        outcome: "renewed",
        isAutoRenewed: true,
        timing: "on-time",
        finalArr: "1050.00",
      },
      { dueOn: "2027-12-31", outcome: null, targetArr: "1050.00" },
    ]);
    expect(await arr("2027-01-01")).toBe("1050.00");
    expect(await generateAll(t.app)).toEqual({ created: 0, updated: 0, closed: 0, withdrawn: 0 });
  });

  it("takes a sheet that has gone on to the next term for a renewal, and a new ARR with it", async () => {
    const sheet = (arr: number, nextRenewalOn: string) =>
      send("POST", "accounts/bulk-upsert", {
        items: [{ externalId: "A-1", name: "Sheet", arr, nextRenewalOn }],
      });
    await sheet(1000, "2026-12-31");
    const [{ id }] = await renewals();
    await sheet(1000, "2027-01-15");
    expect(await renewals()).toMatchObject([{ id, dueOn: "2027-01-15", outcome: null }]);
    await sheet(1100, "2028-01-15");
    expect(await renewals()).toMatchObject([
      {
        id,
        dueOn: "2027-01-15",
        outcome: "renewed",
        finalArr: "1100.00",
        timing: "early",
        isAutoRenewed: false,
      },
      { dueOn: "2028-01-15", outcome: null, targetArr: "1100.00" },
    ]);
    await sheet(1100, "2028-01-15");
    expect(await renewals()).toHaveLength(2);
  });

  it("looks every year at open-ended lines that have no contract, and nothing ends", async () => {
    const account = await send("POST", "accounts", { name: "Month by month" });
    await send("POST", "subscriptions", { account: account.id, mrr: "10", startsOn: "2024-12-24" });
    await send("POST", "subscriptions", { account: account.id, mrr: "5", startsOn: "2025-02-01" });
    expect(await renewals()).toMatchObject([{ dueOn: "2026-12-23", targetArr: "180.00", isImplied: true }]);
    t.advance({ days: 31 });
    await generateAll(t.app);
    expect(await renewals()).toMatchObject([
      { dueOn: "2026-12-23", outcome: "renewed", isAutoRenewed: true },
      { dueOn: "2027-12-23", outcome: null, targetArr: "180.00" },
    ]);
    expect(await lines()).toEqual([
      ["2024-12-24", null, "120.00"],
      ["2025-02-01", null, "60.00"],
    ]);
  });
});

describe("an outcome", () => {
  it("renewed makes the next term at today's price with the uplift, once, and its renewal", async () => {
    await contract({ upliftPct: "7" });
    const [{ id }] = await renewals();
    const first = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2026-11-20",
    });
    expect(first.renewal).toMatchObject({
      stage: "renewed",
      rating: "closed",
      finalArr: "1070.00",
      timing: "early",
      bookingType: "renewal-with-upsell",
      deltaArr: "70.00",
    });
    const again = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2026-11-20",
    });
    expect(again.nextRenewalId).toBe(first.nextRenewalId);
    expect(await lines()).toEqual([
      ["2026-01-01", "2026-12-31", "1000.00"],
      ["2027-01-01", "2027-12-31", "1070.00"],
    ]);
    expect(await renewals()).toMatchObject([
      { id },
      { id: first.nextRenewalId, dueOn: "2027-12-31", targetArr: "1070.00" },
    ]);
    expect([await arr("2026-12-31"), await arr("2027-01-01"), await arr("2028-01-01")]).toEqual([
      "1000.00",
      "1070.00",
      "0.00",
    ]);
  });

  it("renewed in part shares the ARR; replaced, nothing of the former remains", async () => {
    const { accountId, contractId } = await contract();
    await send("POST", "subscriptions", {
      account: accountId,
      contractId,
      arr: "500",
      startsOn: "2026-03-01",
    });
    const [{ id }] = await renewals();
    await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2027-01-10",
      arr: "1000.01",
    });
    expect(await lines()).toEqual([
      ["2026-01-01", "2026-12-31", "1000.00"],
      ["2026-03-01", "2026-12-31", "500.00"],
      ["2027-01-01", "2027-12-31", "666.67"],
      ["2027-01-01", null, "333.34"],
    ]);
    const replaced = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2026-12-15",
      arr: "1500",
    });
    expect(replaced.renewal).toMatchObject({
      finalArr: "1500.00",
      bookingType: "renewal",
      timing: "on-time",
    });
    expect(await lines()).toEqual([
      ["2026-01-01", "2026-12-31", "1000.00"],
      ["2026-03-01", null, "500.00"],
      ["2027-01-01", "2027-12-31", "1000.00"],
    ]);
    expect(await renewals()).toHaveLength(2);
  });

  it("churned needs its reasons, ends what would run on, and can be undone", async () => {
    await contract({}, { endsOn: null });
    const [{ id }] = await renewals();
    expect(await refusal("PUT", `renewals/${id}/outcome`, { outcome: "churned" })).toEqual([
      400,
      "invalid-input",
      "lossReason",
      "rootCause",
    ]);
    await send("PATCH", `renewals/${id}`, { stage: "Negotiation", rating: "At Risk" });
    const { renewal, nextRenewalId } = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "churned",
      orderedOn: "2026-11-23",
      lossReason: "Went to a competitor",
      rootCause: "competitor",
    });
    expect([nextRenewalId, renewal.stage, renewal.finalArr, renewal.bookingType]).toEqual([
      null,
      "churned",
      "0.00",
      "churn",
    ]);
    expect(await lines()).toEqual([["2026-01-01", "2026-12-31", "1000.00"]]);
    expect([await arr("2026-12-31"), await arr("2027-01-01")]).toEqual(["1000.00", "0.00"]);
    expect(await generateAll(t.app)).toMatchObject({ created: 0 });
    const undone = await send("DELETE", `renewals/${id}/outcome`);
    expect(undone).toMatchObject({
      stage: "negotiation",
      rating: "at_risk",
      outcome: null,
      lossReason: null,
      finalArr: null,
    });
    expect(await lines()).toEqual([["2026-01-01", null, "1000.00"]]);
  });

  it("undone takes the next term and its renewal away; recorded again they are back, none twice", async () => {
    await contract();
    const [{ id }] = await renewals();
    const first = await send("PUT", `renewals/${id}/outcome`, { outcome: "renewed", arr: "1200" });
    await send("DELETE", `renewals/${id}/outcome`);
    expect([await lines(), (await renewals()).length]).toEqual([
      [["2026-01-01", "2026-12-31", "1000.00"]],
      1,
    ]);
    const second = await send("PUT", `renewals/${id}/outcome`, { outcome: "renewed", arr: "1300" });
    expect(second.nextRenewalId).toBe(first.nextRenewalId);
    expect(await renewals()).toMatchObject([{ id }, { id: first.nextRenewalId, targetArr: "1300.00" }]);
    await send("PUT", `renewals/${first.nextRenewalId}/outcome`, { outcome: "renewed" });
    expect(await refusal("DELETE", `renewals/${id}/outcome`)).toEqual([409, "conflict"]);
  });

  it("of lines without a contract renews them, or ends them, and asks no second time", async () => {
    const account = await send("POST", "accounts", { name: "No contract" });
    await send("POST", "subscriptions", {
      account: account.id,
      arr: 100,
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
    });
    await send("POST", "subscriptions", { account: account.id, arr: 50, startsOn: "2025-02-01" });
    const [ending, openEnded] = await renewals();
    expect([ending.dueOn, ending.targetArr, openEnded.dueOn, openEnded.targetArr]).toEqual([
      "2026-12-31",
      "100.00",
      "2027-01-31",
      "50.00",
    ]);
    const { nextRenewalId } = await send("PUT", `renewals/${ending.id}/outcome`, {
      outcome: "renewed",
      arr: 110,
    });
    await send("PUT", `renewals/${openEnded.id}/outcome`, {
      outcome: "churned",
      lossReason: "Budget",
      rootCause: "price",
    });
    expect(await lines()).toEqual([
      ["2025-02-01", "2027-01-31", "50.00"],
      ["2026-01-01", "2026-12-31", "100.00"],
      ["2027-01-01", "2027-12-31", "110.00"],
    ]);
    t.advance({ days: 120 });
    await generateAll(t.app);
    expect(await renewals()).toMatchObject([
      { id: ending.id },
      { id: openEnded.id },
      { id: nextRenewalId, dueOn: "2027-12-31", outcome: null },
    ]);
    expect(await arr("2027-03-01")).toBe("110.00");
  });

  it("of a renewal that no contract stands behind is kept as a record", async () => {
    const account = await send("POST", "accounts", { name: "CRM only" });
    const { id } = await send("POST", "renewals", {
      account: account.id,
      dueOn: "2026-12-31",
      targetArr: 700,
      forecastArr: 650,
    });
    const { renewal, nextRenewalId } = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2026-12-30",
      arr: "650",
    });
    expect([renewal.finalArr, renewal.bookingType, renewal.timing, nextRenewalId]).toEqual([
      "650.00",
      "renewal-with-downsell",
      "on-time",
      null,
    ]);
    expect(await refusal("PUT", `renewals/${id}/outcome`, { outcome: "renewed", arr: 0 })).toEqual([
      400,
      "invalid-input",
      "arr",
    ]);
    expect((await send("DELETE", `renewals/${id}/outcome`)).outcome).toBe(null);
  });

  it("after the tolerance is a reactivation: the gap stays", async () => {
    await contract({ endsOn: "2026-09-30" }, { endsOn: "2026-09-30" });
    const [{ id }] = await renewals();
    const { renewal } = await send("PUT", `renewals/${id}/outcome`, {
      outcome: "renewed",
      orderedOn: "2026-11-15",
    });
    expect(renewal.timing).toBe("lapsed");
    const { body } = await t.inject({
      url: "arr/movements?from=2026-08-31&to=2026-11-23&interval=total&rows=true",
    });
    expect(
      body.rows.map((row: { on: string; kind: string; formerEndOn: string | null }) => [
        row.on,
        row.kind,
        row.formerEndOn,
      ]),
    ).toEqual([
      ["2026-10-01", "churn", null],
      ["2026-11-15", "reactivation", "2026-09-30"],
    ]);
  });

  it("does not double lines that their source sends itself, before or after", async () => {
    const { accountId, contractId, lineId } = await contract();
    const next = {
      account: accountId,
      contractId,
      arr: "1100",
      startsOn: "2027-01-01",
      endsOn: "2027-12-31",
    };
    const sent = await send("POST", "subscriptions", next);
    const [{ id }] = await renewals();
    expect((await send("PUT", `renewals/${id}/outcome`, { outcome: "renewed" })).renewal.finalArr).toBe(
      "1100.00",
    );
    expect(await arr("2027-02-01")).toBe("1100.00");
    await send("DELETE", `renewals/${id}/outcome`);
    await send("DELETE", `subscriptions/${sent.id}`);
    await send("PUT", `renewals/${id}/outcome`, { outcome: "renewed" });
    await send("PATCH", `subscriptions/${lineId}`, { endsOn: "2027-12-31" });
    expect(await arr("2027-02-01")).toBe("1000.00");
  });

  it("is recorded once by two people at the same moment", async () => {
    await contract();
    const [{ id }] = await renewals();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        t.inject({
          method: "PUT",
          url: `renewals/${id}/outcome`,
          body: { outcome: "renewed", orderedOn: "2026-11-20", arr: "1100" },
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await lines()).toHaveLength(2);
    expect(await renewals()).toHaveLength(2);
  });
});

describe("editing", () => {
  it("in place: forecast, delta, stage, rating; an outcome cannot slip through", async () => {
    await contract();
    const [{ id }] = await renewals();
    const edited = await send("PATCH", `renewals/${id}`, {
      deltaArr: "-200",
      rating: "Likely",
      stage: "In Conversation",
      nextStep: "Call",
      nextStepOn: "2026-12-01",
    });
    expect(edited).toMatchObject({
      forecastArr: "800.00",
      deltaArr: "-200.00",
      rating: "likely",
      stage: "in_conversation",
      likelihood: 0.8,
    });
    expect(await refusal("PATCH", `renewals/${id}`, { stage: "Renewed", finalArr: 5 })).toEqual([
      400,
      "invalid-input",
      "finalArr",
      "stage",
    ]);
    expect(await refusal("PATCH", `renewals/${id}`, { likelihoodHuman: 80 })).toEqual([
      400,
      "invalid-input",
      "likelihoodHuman",
    ]);
    const { rows } = await sql<{
      name: string;
    }>`select name from feed where object = 'renewal' and name like '%-changed' order by name`.execute(t.db);
    expect(rows.map((row) => row.name)).toEqual([
      "renewal.forecast-changed",
      "renewal.rating-changed",
      "renewal.stage-changed",
    ]);
  });

  it("of many says for each row and cell what is wrong, and changes the others", async () => {
    await contract();
    await contract();
    const [one, two] = await renewals();
    const answer = await send("POST", "renewals/bulk-update", {
      items: [
        { id: one.id, fields: { forecastArr: "900", notes: "Looks good" } },
        { id: two.id, fields: { forecastArr: "many", rating: "Sure" } },
        { id: "019aaaaa-0000-7000-8000-000000000009", fields: { nextStep: "?" } },
        { id: two.id, fields: { outcome: "churned" } },
      ],
    });
    expect(answer).toMatchObject({ updated: 1, rejected: 3 });
    expect(
      answer.results.map((row: { problems?: { path: string }[] }) =>
        row.problems?.map((problem) => problem.path),
      ),
    ).toEqual([undefined, ["forecastArr", "rating"], ["id"], ["outcome"]]);
    expect(await renewals()).toMatchObject([
      { forecastArr: "900.00", forecastNotes: "Looks good" },
      { forecastArr: null },
    ]);
    expect(await refusal("POST", "renewals/bulk-update", { items: [] })).toEqual([
      400,
      "invalid-input",
      "items",
    ]);
  });

  it("of a pasted block takes what it can of each row, and names the cells it did not take", async () => {
    await contract();
    await contract();
    const [one, two] = await renewals();
    const nobody = "019aaaaa-0000-7000-8000-000000000009";
    const answer = await send("POST", "renewals/bulk-update", {
      refuse: "cell",
      items: [
        { id: one.id, fields: { forecastArr: "-1", rating: "Sure", nextStep: "Call", likelihoodHuman: 80 } },
        { id: two.id, fields: { stage: "Renewed", forecastArr: "700", notes: "Cut", tier: 1 } },
        { id: nobody, fields: { nextStep: "?" } },
      ],
    });
    expect(answer).toMatchObject({ updated: 2, rejected: 1 });
    const paths = answer.results.map((row: { problems: { path: string }[] }) =>
      row.problems.map(({ path }) => path).toSorted(),
    );
    expect(paths).toEqual([["forecastArr", "likelihoodHuman", "rating"], ["stage", "tier"], ["id"]]);
    expect(await renewals()).toMatchObject([
      { nextStep: "Call", forecastArr: null, rating: null, likelihood: null },
      { forecastArr: "700.00", forecastNotes: "Cut", stage: "upcoming" },
    ]);
  });

  it("of 500 rows is one call, and so is bringing them all back", async () => {
    const items = Array.from({ length: 500 }, (_, at) => ({
      externalId: `P-${at}`,
      name: `Pasted ${at}`,
      arr: 1000 + at,
      nextRenewalOn: "2027-03-31",
    }));
    await send("POST", "accounts/bulk-upsert", { items });
    await generateAll(t.app);
    const before = await renewals();
    expect(before).toHaveLength(500);
    const edit = (fields: (at: number) => object) =>
      send("POST", "renewals/bulk-update", {
        refuse: "cell",
        items: before.map(({ id }: { id: string }, at: number) => ({ id, fields: fields(at) })),
      });
    const answer = await edit((at) => ({
      forecastArr: at % 50 === 7 ? "-5" : String(2000 + at),
      rating: at % 100 === 9 ? "Sure" : "commit",
      nextStep: `Call ${at}`,
    }));
    expect(answer).toMatchObject({ updated: 500, rejected: 0 });
    expect(answer.results.filter((row: { problems?: unknown }) => row.problems)).toHaveLength(15);
    const after = await renewals();
    expect(after.filter((row: { rating: string }) => row.rating === "commit")).toHaveLength(495);
    expect(after.filter((row: { forecastArr: string | null }) => row.forecastArr !== null)).toHaveLength(490);
    await edit(() => ({ forecastArr: null, rating: null, nextStep: null }));
    const brought = (rows: readonly Record<string, unknown>[]) => rows.map(({ updatedAt: _, ...row }) => row);
    expect(brought(await renewals())).toEqual(brought(before));
  });

  it("takes renewals of a source into those it has made, and past ones with their outcome", async () => {
    const { accountId } = await contract();
    const [{ id }] = await renewals();
    const imported = await send("POST", "renewals/bulk-upsert", {
      items: [
        {
          externalId: "R-1",
          account: accountId,
          dueOn: "2026-12-31",
          forecastArr: 950,
          rating: "Commit",
          stage: "Verbal Commit",
          notes: "Signed soon",
        },
        {
          externalId: "R-0",
          account: accountId,
          dueOn: "2025-12-31",
          targetArr: 800,
          outcome: "Renewed",
          orderedOn: "2026-01-10",
          finalArr: 1000,
        },
        {
          externalId: "R-2",
          account: accountId,
          dueOn: "2024-12-31",
          targetArr: 800,
          stage: "Churned",
          lossReason: "Price",
        },
      ],
    });
    expect(imported).toMatchObject({ updated: 1, created: 2, rejected: 0 });
    expect(await renewals()).toMatchObject([
      { dueOn: "2024-12-31", outcome: "churned", finalArr: "0.00", lossReason: "Price" },
      { dueOn: "2025-12-31", outcome: "renewed", finalArr: "1000.00", timing: "late", stage: "renewed" },
      {
        id,
        dueOn: "2026-12-31",
        forecastArr: "950.00",
        stage: "verbal_commit",
        externalIds: [{ source: "app", externalId: "R-1" }],
      },
    ]);
    expect(
      await send("POST", "renewals/bulk-upsert", {
        items: [{ externalId: "R-1", account: accountId, dueOn: "2026-12-31", forecastArr: 950 }],
      }),
    ).toMatchObject({ unchanged: 1 });
  });
});

describe("the ladder", () => {
  it("says by how many days a renewal is behind, by the first step that is not true", async () => {
    await contract();
    const [{ id }] = await renewals();
    const ladder = async () => (await t.inject({ url: `renewals/${id}/ladder` })).body;
    const behind = await ladder();
    expect([behind.standing, behind.daysBehind, behind.steps[0]]).toMatchObject([
      "behind",
      142,
      { slug: "owner_set", dueOn: "2026-07-04", isDue: true, isMet: false },
    ]);
    await send("PATCH", `renewals/${id}`, {
      ownerId: "019aaaaa-0000-7000-8000-000000000001",
      stage: "in_conversation",
      nextStep: "Call",
    });
    expect(await ladder()).toMatchObject({ standing: "behind", daysBehind: 22 });
    const { body: listed } = await t.inject({ url: `renewals/${id}` });
    expect(listed).toMatchObject({ standing: "behind", daysBehind: 22 });
    expect(listed.flags.split("; ")).toContain("No rating");
    await send("PATCH", `renewals/${id}`, { stage: "negotiation" });
    expect(await ladder()).toMatchObject({ standing: "on-track", daysBehind: 0 });
    await send("PUT", `renewals/${id}/outcome`, { outcome: "renewed" });
    expect(await ladder()).toMatchObject({ standing: "closed" });
  });

  it("is edited as a list whose rules must be understood", async () => {
    const { items } = (await t.inject({ url: "cadence-steps" })).body;
    expect(items).toHaveLength(8);
    await send("PUT", "cadence-steps", { items: items.slice(0, 2) });
    expect((await t.inject({ url: "cadence-steps" })).body.items).toHaveLength(2);
    const wrong = { ...items[0], rule: { subject: "nonsense", op: "is-set" } };
    expect(await refusal("PUT", "cadence-steps", { items: [wrong] })).toEqual([
      400,
      "invalid-input",
      "items[0].rule",
    ]);
  });
});

describe("the summary", () => {
  it("sums what is due, by group, and as it stood at an instant", async () => {
    await contract();
    await contract();
    const [one, two] = await renewals();
    await send("PATCH", `renewals/${one.id}`, { forecastArr: 900, rating: "likely" });
    t.advance({ days: 2 });
    await send("PATCH", `renewals/${one.id}`, { forecastArr: 400, rating: "at_risk" });
    await send("PUT", `renewals/${two.id}/outcome`, { outcome: "renewed", arr: 1250 });
    const due = "renewals/summary?dueFrom=2026-12-01&dueTo=2026-12-31";
    expect((await t.inject({ url: `${due}&groupBy=rating` })).body).toMatchObject({
      count: 2,
      targetArr: "2000.00",
      forecastArr: "400.00",
      finalArr: "1250.00",
      openCount: 1,
      renewedArr: "1250.00",
      expectedArr: "1430.00",
      medianDaysLate: -36,
      autoRenewedCount: 0,
      groups: [
        { group: "at_risk", count: 1 },
        { group: "closed", count: 1, finalArr: "1250.00" },
      ],
    });
    expect((await t.inject({ url: `${due}&asOf=2026-11-24` })).body).toMatchObject({
      count: 2,
      forecastArr: "900.00",
      finalArr: "0.00",
      openCount: 2,
      missingForecastCount: 1,
      expectedArr: "1720.00",
    });
    expect((await t.inject({ url: `${due}&asOf=2026-11-22` })).body).toMatchObject({ count: 0 });
    expect((await t.inject({ url: `${due}&groupBy=industry` })).body.groups).toMatchObject([
      { group: null, count: 2 },
    ]);
    expect((await t.inject({ url: `${due}&groupBy=nonsense` })).status).toBe(400);
  });
});

describe("the history of one renewal", () => {
  it("tells every change of its fields and who made it, newest first", async () => {
    await contract();
    const [{ id }] = await renewals();
    t.advance({ hours: 1 });
    await send("PATCH", `renewals/${id}`, { forecastArr: 900 });
    const { items } = (await t.inject({ url: `renewals/${id}/history` })).body;
    expect(items[0]).toMatchObject({
      field: "forecastArr",
      label: "Forecast ARR",
      old: null,
      command: "renewals.update",
      by: { name: "Test administrator" },
    });
    expect(items.map((item: { field: string }) => item.field)).toContain("dueOn");
    expect((await t.inject({ url: `renewals/${crypto.randomUUID()}/history` })).status).toBe(404);
  });
});

describe("definitions", () => {
  it("are edited as lists; one in use stays", async () => {
    await contract();
    const { items } = (await t.inject({ url: "renewal-stages" })).body;
    expect(items.map((item: { slug: string }) => item.slug)).toHaveLength(8);
    expect(await refusal("PUT", "renewal-stages", { items: items.slice(1) })).toEqual([
      409,
      "conflict",
      "items",
    ]);
    const renamed = items.map((item: { slug: string }) =>
      item.slug === "planning" ? { ...item, label: "Preparing" } : item,
    );
    await send("PUT", "renewal-stages", { items: renamed });
    const [{ id }] = await renewals();
    expect(await send("PATCH", `renewals/${id}`, { stage: "Preparing" })).toMatchObject({
      stage: "planning",
    });
    expect(
      (await t.inject({ method: "PUT", url: "renewal-stages", as: "csm", body: { items } })).status,
    ).toBe(403);
    // Two that people or programs cannot tell apart are refused, not written over one another.
    const ratings = (await t.inject({ url: "forecast-ratings" })).body.items;
    const steps = (await t.inject({ url: "cadence-steps" })).body.items;
    const policies = (await t.inject({ url: "renewal-policies" })).body.items;
    const high = (slug: string) => ({ ...policies[0], slug, touchModel: "high" });
    for (const [url, twice, field] of [
      ["renewal-stages", [...items, { ...items[0], slug: "again" }], "label"],
      ["forecast-ratings", [...ratings, { ...ratings[0], label: "Again" }], "label"],
      ["renewal-policies", [...policies, ...["a", "b"].map(high)], "touchModel"],
      ["cadence-steps", [...steps, steps[0]], "slug"],
    ] as const) {
      const answer = await t.inject({ method: "PUT", url, body: { items: twice } });
      expect([url, answer.status, answer.body.fields]).toEqual([
        url,
        400,
        [{ path: `items[${twice.length - 1}].${field}`, message: "is there twice" }],
      ]);
    }
    await send("PUT", "renewal-policies", {
      items: [...policies, { ...policies[0], slug: "high_touch", touchModel: "high", leadDays: 365 }],
    });
    await contract({ endsOn: "2027-08-31" });
    expect(await renewals()).toHaveLength(1);
    const account = await send("POST", "accounts", { name: "Big", touchModel: "high" });
    await send("POST", "contracts", { account: account.id, startsOn: "2026-09-01", endsOn: "2027-08-31" });
    expect(await renewals()).toHaveLength(2);
  });

  it("need permission to be used at all", async () => {
    await contract();
    const [{ id }] = await renewals();
    expect(
      (await t.inject({ method: "PATCH", url: `renewals/${id}`, as: "viewer", body: { nextStep: "x" } }))
        .status,
    ).toBe(403);
    expect(
      (
        await t.inject({
          method: "PUT",
          url: `renewals/${id}/outcome`,
          as: "viewer",
          body: { outcome: "renewed" },
        })
      ).status,
    ).toBe(403);
    const ctx = await t.ctx("viewer");
    await expect(execute(t.app, ctx, generateRenewals, { accountIds: [] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("amounts below zero", () => {
  it("are refused with the field that holds them, also where a delta would make one", async () => {
    await contract();
    await generateAll(t.app);
    const [renewal] = await renewals();
    const url = `renewals/${renewal.id}`;
    expect(await refusal("PATCH", url, { forecastArr: "-1" })).toEqual([400, "invalid-input", "forecastArr"]);
    expect(await refusal("PATCH", url, { deltaArr: "-1000.01" })).toEqual([400, "invalid-input", "deltaArr"]);
    expect(await refusal("PATCH", url, { targetArr: "-5" })).toEqual([400, "invalid-input", "targetArr"]);
    expect(await send("PATCH", url, { deltaArr: "-1000" })).toMatchObject({ forecastArr: "0.00" });
  });
});
