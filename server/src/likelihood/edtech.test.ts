import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { importMap } from "@perennial/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { importText } from "../imports/test/import-text.ts";
import { sharedFolder } from "../imports/test/shared-folder.ts";
import { featureSpecs } from "./features/read-features.ts";
import { readSamples } from "./read-samples.ts";
import { lessonOf } from "./train-likelihood.ts";

const files = [
  ["accounts", "school_adoption.csv", "edtech-schools-accounts"],
  ["contracts", "school_adoption.csv", "edtech-schools-contracts"],
  ["subscriptions", "school_adoption.csv", "edtech-schools-subscriptions"],
  ["contacts", "users.csv", "edtech-users"],
  ["renewals", "renewals.csv", "edtech-renewals"],
  ["events", "engagement_events.csv", "edtech-engagement"],
] as const;

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

it("says of 68 real renewals how far they carry", { timeout: 240_000 }, async ({ skip }) => {
  const folder = sharedFolder("edtech-renewals") ?? skip("the folder edtech-renewals is not here");
  const examples = resolve(import.meta.dirname, "../../../docs/examples");
  for (const [object, file, mapName] of files) {
    const map = importMap.parse(JSON.parse(await readFile(join(examples, `${mapName}.map.json`), "utf8")));
    await importText(t, object, createReadStream(join(folder, file)), { map, source: "edtech" });
  }
  const samples = await readSamples(t.app, t.db, await t.ctx());
  const lesson = lessonOf(samples, featureSpecs(t.app));
  expect([lesson.renewed, lesson.lost]).toEqual([49, 19]);
  // Enough to learn from, and nothing learned: what is known of these accounts does not foretell who renews. It must say so.
  const told = lesson.backTest?.overall;
  expect(told?.model).toMatchObject({ count: 56, lost: 17 });
  // The user guide tells these figures.
  expect([told?.model.auc, told?.model.brier, told?.baseRate.brier].map((each) => each?.toFixed(3))).toEqual([
    "0.353",
    "0.218",
    "0.215",
  ]);
  expect(lesson.kind).toBe("prior");
  expect(lesson.reason).toContain("did worse than giving everybody the base rate");
});
