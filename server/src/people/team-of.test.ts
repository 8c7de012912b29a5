import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { readTeamOf } from "./team-of.ts";

let t: TestApp;
const ids = new Map<string, string>();
beforeAll(async () => {
  t = await testApp();
  const people = [
    ["Lead", "East"],
    ["Report", "West", "Lead"],
    ["Report of report", "North", "Report"],
    ["Peer", "East"],
    ["Stranger", "South"],
    ["Alone", undefined],
    ["Also alone", undefined],
  ] as const;
  for (const [name, team, manager] of people) {
    const body = { name, team, managerId: manager && ids.get(manager) };
    ids.set(name, (await t.inject({ method: "POST", url: "teammates", body })).body.id);
  }
});
afterAll(() => t.close());

async function teamOf(name: string): Promise<string[]> {
  const found = await readTeamOf(t.db, ids.get(name) ?? "");
  return [...ids].flatMap(([each, id]) => (found.includes(id) ? [each] : []));
}

it("is who has the same team, and who reports, over any number of steps", async () => {
  expect(await teamOf("Lead")).toEqual(["Lead", "Report", "Report of report", "Peer"]);
  expect(await teamOf("Stranger")).toEqual(["Stranger"]);
  expect(await teamOf("Alone")).toEqual(["Alone"]);
});
