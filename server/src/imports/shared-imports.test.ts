import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { importMap } from "@perennial/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { countsOf, importText } from "./test/import-text.ts";
import { sharedFolder } from "./test/shared-folder.ts";

type Case = {
  object: string;
  file: string;
  map: string;
  /** created, rejected */
  rows: [number, number];
  findings?: Record<string, number>;
};

const cases: Record<string, Case[]> = {
  ravenstack: [
    { object: "accounts", file: "ravenstack_accounts.csv", map: "ravenstack-accounts", rows: [500, 0] },
    {
      object: "subscriptions",
      file: "ravenstack_subscriptions.csv",
      map: "ravenstack-subscriptions",
      rows: [5000, 0],
      findings: { "zero-length-term": 13, "churn-flag-active": 110, "overlapping-subscriptions": 497 },
    },
    {
      object: "events",
      file: "ravenstack_feature_usage.csv",
      map: "ravenstack-feature-usage",
      rows: [24_977, 23],
      findings: { "colliding-ids": 21, "usage-outside-term": 19_415 },
    },
    {
      object: "tickets",
      file: "ravenstack_support_tickets.csv",
      map: "ravenstack-support-tickets",
      rows: [2000, 0],
      findings: { "ticket-before-sign-up": 1077 },
    },
    {
      object: "events",
      file: "ravenstack_churn_events.csv",
      map: "ravenstack-churn-events",
      rows: [600, 0],
      findings: { "churn-event-active": 531 },
    },
  ],
  "edtech-renewals": [
    { object: "accounts", file: "school_adoption.csv", map: "edtech-schools-accounts", rows: [15, 0] },
    { object: "contracts", file: "school_adoption.csv", map: "edtech-schools-contracts", rows: [15, 0] },
    {
      object: "subscriptions",
      file: "school_adoption.csv",
      map: "edtech-schools-subscriptions",
      rows: [15, 0],
    },
    { object: "contacts", file: "users.csv", map: "edtech-users", rows: [138, 0] },
    { object: "renewals", file: "renewals.csv", map: "edtech-renewals", rows: [68, 0] },
    { object: "events", file: "engagement_events.csv", map: "edtech-engagement", rows: [2704, 0] },
  ],
};

const examples = resolve(import.meta.dirname, "../../../docs/examples");
let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

test.for(Object.keys(cases))(
  "%s comes in whole, contradictions named, and again as it is",
  { timeout: 600_000 },
  async (folder, { skip }) => {
    const path = sharedFolder(folder) ?? skip(`the folder ${folder} is not here`);
    for (const round of ["first", "again"] as const) {
      for (const { object, file, map: mapName, rows, findings = {} } of cases[folder] ?? []) {
        const map = importMap.parse(
          JSON.parse(await readFile(join(examples, `${mapName}.map.json`), "utf8")),
        );
        const stored = await importText(t, object, createReadStream(join(path, file)), {
          map,
          source: folder,
        });
        const [created, rejected] = rows;
        expect([file, ...countsOf(stored)]).toEqual(
          round === "first" ? [file, created, 0, 0, rejected] : [file, 0, 0, created, rejected],
        );
        const lines = (await readFile(join(path, file), "utf8")).split("\n").length - 1;
        expect([stored.lines_accepted + stored.lines_rejected, stored.lines_rejected]).toEqual([
          lines,
          rejected,
        ]);
        expect(stored.finding_counts).toMatchObject(findings);
      }
    }
    const known = await t.inject({ url: "arr?at=2024-12-31" });
    expect(Number(known.body.totalArr)).toBeGreaterThan(0);
  },
);
