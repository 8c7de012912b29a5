import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { fillSampleCompany } from "./fill-sample-company.ts";
import { removeSampleCompany } from "./remove-sample-company.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await t.inject({ method: "POST", url: "accounts", body: { name: "Our own account" } });
  await fillSampleCompany(t.app, () => {}, { accounts: 40, contactsPerAccount: 4 });
}, 120_000);
afterAll(() => t.close());

describe("filling the sample company", () => {
  it("brings accounts, contracts, renewals and ARR that close", async () => {
    const summary = await t.inject({ url: "renewals/summary?dueFrom=2026-11-23&dueTo=2027-05-22" });
    expect(summary.body.count ?? summary.body.total?.count).toBeGreaterThan(5);
    const moves = await t.inject({ url: "arr/movements?from=2024-06-01&to=2026-11-01&interval=month" });
    expect(moves.status).toBe(200);
    const rows = moves.body.items ?? moves.body.rows ?? moves.body.intervals;
    const kinds = ["newArr", "expansionArr", "contractionArr", "churnArr"] as const;
    for (const kind of kinds) {
      expect(
        rows.some((row: Record<string, string>) => Number(row[kind]) !== 0),
        kind,
      ).toBe(true);
    }
    const open = await t.db.selectFrom("renewals").select("stage").where("outcome", "is", null).execute();
    expect(new Set(open.map((row) => row.stage)).size).toBeGreaterThan(2);
  });

  it("remembers what was forecast: how near it came, and how the quarter stood before", async () => {
    const accuracy = (await t.inject({ url: "forecast/accuracy" })).body.rows;
    expect(accuracy.length).toBeGreaterThan(2);
    for (const { daysBefore, count, error } of accuracy[0].at) {
      expect([daysBefore, count > 5]).toEqual([daysBefore, true]);
      expect(Math.abs(error)).toBeLessThan(0.6);
    }
    const { body: trend } = await t.inject({ url: "forecast/trend" });
    for (const { period, values } of trend.series) {
      const known = values.filter((value: string | null) => value !== null && Number(value) > 0);
      expect([period, known.length > 3]).toEqual([period, true]);
    }
    const changes = await t.inject({ url: "forecast/changes?from=2026-08-01" });
    expect(changes.body.steps.length).toBeGreaterThan(2);
    // One state at a time, each before the next.
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from renewal_states a
        join renewal_states b on b.account_id = a.account_id and b.renewal_id = a.renewal_id and b.from_at > a.from_at
       where a.to_at > b.from_at`.execute(t.db);
    expect(rows[0]?.count).toBe(0);
  });

  it("has targets to forecast against, and adjustments with their reasons, one taken back", async () => {
    const { rows } = (await t.inject({ url: "forecast" })).body;
    const [company, ...levels] = rows;
    expect(Number(company.targetArr)).toBeGreaterThan(0);
    const above = levels.filter(({ parent }: { parent: string }) => parent === "company");
    const sum = above.reduce(
      (total: number, row: { targetArr: string | null }) => total + Number(row.targetArr),
      0,
    );
    expect(sum).toBe(Number(company.targetArr));
    expect(company.gapArr).not.toBeNull();
    expect(company.adjustedArr).not.toBe(company.forecastArr);
    const ledger = (await t.inject({ url: "forecast/adjustments" })).body.items;
    expect(ledger).toHaveLength(4);
    expect(ledger.filter((entry: { reversesId: string | null }) => entry.reversesId)).toHaveLength(1);
  });

  it("has features of its product, and accounts that are as far with them as can be", async () => {
    const { items } = (await t.inject({ url: "features" })).body;
    const own = items.filter(({ slug }: { slug: string }) => slug.startsWith("sample_"));
    expect(own).toHaveLength(5);
    for (const state of ["never", "tried", "adopted", "lapsed"]) {
      const accounts = own.map((feature: { accounts: Record<string, number> }) => feature.accounts[state]);
      expect([state, Math.max(...accounts)]).not.toEqual([state, 0]);
    }
  });

  it("fills every screen: mail that was answered and mail that waits, notes, projects under way, tasks", async () => {
    const talks = await t.db
      .selectFrom("conversations")
      .select(["last_direction", "answered_at", "message_count"])
      .execute();
    expect(talks.length).toBeGreaterThan(10);
    expect(talks.some((talk) => talk.last_direction === "in" && talk.answered_at !== null)).toBe(true);
    expect(talks.some((talk) => talk.message_count === 1)).toBe(true);
    expect((await t.db.selectFrom("outgoing_messages").select("id").execute()).length).toBe(0);
    const projects = (await t.inject({ url: "projects?limit=200" })).body.items;
    expect(projects.length).toBeGreaterThan(2);
    expect(projects.some((project: { doneCount: number }) => project.doneCount > 0)).toBe(true);
    const loose = await t.db.selectFrom("tasks").select("id").where("project_id", "is", null).execute();
    expect(loose.length).toBeGreaterThan(0);
    const notes = (await t.inject({ url: "notes?limit=200" })).body.items;
    expect(new Set(notes.map((note: { category: string }) => note.category)).size).toBe(4);
  });

  it("tells nothing on timelines of what the engine saw while it was half filled", async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from feed
       where split_part(name, '.', 1) in ('segment', 'score')
         and account_id in (select object_id from external_ids where source = 'sample')`.execute(t.db);
    expect(rows[0]?.count).toBe(0);
  });

  it("says on the API that it is there, and refuses to fill it twice", async () => {
    const report = await t.inject({ url: "risk-report" });
    expect(report.body.openCount).toBeGreaterThan(2);
    const queue = await t.inject({ url: "today?scope=everyone" });
    expect(queue.body.items.length).toBeGreaterThan(10);
    expect((await t.inject({ url: "sample-company" })).body.status).toBe("present");
    expect((await t.inject({ method: "POST", url: "sample-company" })).status).toBe(409);
    expect((await t.inject({ method: "DELETE", url: "sample-company", as: "csm" })).status).toBe(403);
  });

  it("holds a few contradictions, so that data quality has something to find", async () => {
    const { items } = (await t.inject({ url: "data-quality" })).body;
    const finding = items.filter((check: { count: number }) => check.count > 0);
    expect(finding.map((check: { slug: string }) => check.slug)).toEqual(
      expect.arrayContaining([
        "accounts-sharing-a-domain",
        "contacts-sharing-an-email",
        "churned-with-subscription",
        "renewals-off-contract",
      ]),
    );
  });

  it("says what to do when it is there already", async () => {
    await expect(fillSampleCompany(t.app, () => {})).rejects.toThrow("Remove it first");
  });

  it("is removed without a trace in one's own records", async () => {
    expect(await removeSampleCompany(t.app)).toBe(40);
    const accounts = await t.inject({ url: "accounts" });
    expect(accounts.body.items.map((account: { name: string }) => account.name)).toEqual(["Our own account"]);
    for (const table of [
      "contacts",
      "organizations",
      "contracts",
      "subscriptions",
      "renewals",
      "tickets",
      "meetings",
      "survey_responses",
      "notes",
      "tasks",
      "projects",
      "conversations",
      "messages",
      "forecast_targets",
      "forecast_adjustments",
    ] as const) {
      const { length } = await t.db.selectFrom(table).select("id").execute();
      expect([table, length]).toEqual([table, 0]);
    }
  });
});
