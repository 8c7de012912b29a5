import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type HealthBackTest, importMap } from "@perennial/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainEngine } from "../../src/engine/index.ts";
import { importText } from "../../src/imports/test/import-text.ts";
import { sharedFolder } from "../../src/imports/test/shared-folder.ts";
import { type TestApp, testApp } from "../app.ts";

const folder = sharedFolder("ravenstack");
const maps = resolve(import.meta.dirname, "../../../docs/examples");
const files = [
  ["accounts", "accounts"],
  ["subscriptions", "subscriptions"],
  ["events", "feature-usage"],
  ["tickets", "support-tickets"],
  ["events", "churn-events"],
] as const;
const period = { from: "2023-01-31", to: "2024-12-31", step: "month" };

let t: TestApp;
const casts = new Map<string, string>();

beforeAll(async () => {
  if (!folder) return;
  t = await testApp();
  for (const [object, name] of files) {
    const map = importMap.parse(
      JSON.parse(await readFile(join(maps, `ravenstack-${name}.map.json`), "utf8")),
    );
    const file = join(folder, `ravenstack_${name.replace("-", "_")}.csv`);
    await importText(t, object, createReadStream(file), { map, source: "ravenstack" });
  }
  await drainEngine(t.app);
  await cast("overall", "overall", {});
  await cast("support", "support", {});
  const { model } = (await t.inject({ url: "health-scores/overall" })).body;
  const [group] = model.groups;
  const useAlone = group.measures.filter((each: { slug: string }) => each.slug === "score_adoption");
  await cast("challenger", "overall", { model: { ...model, groups: [{ ...group, measures: useAlone }] } });
  await t.drain();
}, 600_000);
afterAll(() => t?.close());

async function cast(name: string, score: string, more: object): Promise<void> {
  const url = `health-scores/${score}/backcasts`;
  const made = await t.inject({ method: "POST", url, body: { ...period, ...more } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  casts.set(name, made.body.id);
}

async function looksOf(score: string, query: string): Promise<HealthBackTest["looks"]> {
  const { status, body } = await t.inject({ url: `health-backcasts/${casts.get(score)}/test?${query}` });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.looks;
}

type Row = string[];

/**
 * Told from the files alone: those whose first churn event lies in a quarter looked at, who had ARR when it began, and
 * whose first ARR lay before the last end of a month 90 days before they left.
 */
async function leftByFiles(): Promise<number> {
  const rowsOf = async (name: string): Promise<Row[]> =>
    (await readFile(join(folder ?? "", `ravenstack_${name}.csv`), "utf8"))
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(","));
  const first = new Map<string, string>();
  for (const [, account = "", on = ""] of await rowsOf("churn_events")) {
    if (on < (first.get(account) ?? "9")) first.set(account, on);
  }
  const lines = (await rowsOf("subscriptions")).filter(
    ([, , startsOn, endsOn, , , , arr, isTrial]) =>
      Number(arr) > 0 && isTrial === "False" && startsOn !== endsOn,
  );
  const quarters = ["2023-07-01", "2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"];
  return [...first].filter(([account, on]) => {
    const begins = quarters.findLast((each) => each <= on);
    const own = lines.filter(([, of]) => of === account);
    const known = Temporal.PlainDate.from(on).subtract({ days: 89 }).with({ day: 1 }).subtract({ days: 1 });
    return (
      begins !== undefined &&
      own.some(
        ([, , startsOn = "", endsOn = ""]) => startsOn < begins && (endsOn === "" || endsOn >= begins),
      ) &&
      own.some(([, , startsOn = ""]) => startsOn <= known.toString())
    );
  }).length;
}

describe.skipIf(!folder)("the shipped scores over RavenStack", () => {
  it("are judged by the first churn event of each account", async () => {
    const looks = await looksOf("overall", "by=events&event=churned");
    expect(looks[0]?.churned).toBe(await leftByFiles());
    // Its churn was drawn without regard to usage or tickets: nothing that is known could tell, and the back-test says so.
    for (const { auc, measures } of looks) {
      expect(Math.abs((auc ?? 0) - 0.5)).toBeLessThan(0.1);
      for (const each of measures.filter(({ judged }) => judged > 200)) {
        expect(Math.abs((each.auc ?? 0.5) - 0.5), each.place).toBeLessThan(0.1);
      }
    }
  });

  it("tell of green accounts that left, with nothing that would have caught them", async () => {
    const [look] = await looksOf("support", "by=events&event=Churned");
    expect(look?.greenChurned.length).toBe(look?.churned);
    expect(look?.greenChurned.filter((each) => each.wouldHaveCaught.length > 0)).toEqual([]);
  });

  it("find next to nobody left by revenue, and no renewal that ended", async () => {
    const [byRevenue] = await looksOf("overall", "by=departures");
    expect(byRevenue?.churned).toBeLessThan(4);
    const [byRenewals] = await looksOf("overall", "by=renewals");
    expect(byRenewals).toMatchObject({ judged: 0 });
  });

  it("stand beside a challenger judged by the same accounts", async () => {
    const [champion] = await looksOf("overall", "by=events&event=Churned");
    const [challenger] = await looksOf("challenger", "by=events&event=Churned");
    expect(challenger?.churned).toBe(champion?.churned);
    expect(challenger?.auc).not.toBe(champion?.auc);
  });
});
