import { type ForecastRenewal, simulate, simulated } from "@perennial/contract/forecasting";
import { describe, expect, it } from "vitest";
import { createLiveSimulation } from "./live-simulation.ts";

const many = (count: number): ForecastRenewal[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `R${at}`,
    dueOn: at % 10 === 0 ? "2027-05-01" : "2027-02-01",
    targetMinor: 100_000 + at,
    amountMinor: 100_000 + at * 3,
    likelihood: 0.5 + (at % 45) / 100,
    groups: { owner: `O${at % 9}`, segment: `S${at % 3}`, region: null },
  }));
const span = { from: "2027-01-01", to: "2027-03-31" };
const set = (ids: string[], value: number) => ({
  ids: new Set(ids),
  likelihood: { kind: "set" as const, value },
});

describe("the live simulation", () => {
  it("answers a change of a few as a simulation drawn anew would, and back again", () => {
    const base = many(300);
    const live = createLiveSimulation(base);
    live.ask({ suppositions: [], span, goal: 0.8 });
    const before = live.settle();
    const moved = { ids: new Set(["R10"]), dueOn: { kind: "set" as const, date: "2027-03-01" } };
    const after = live.ask({ suppositions: [set(["R1", "R2"], 0.05), moved], span, goal: 0.8 });
    expect(after.isPreview).toBe(false);
    expect(after.outlook.count).toBe(271);
    const fresh = createLiveSimulation(base);
    fresh.ask({ suppositions: [set(["R1", "R2"], 0.05), moved], span, goal: 0.8 });
    expect(after).toEqual(fresh.settle());
    expect(live.ask({ suppositions: [], span, goal: 0.8 })).toEqual(before);
    const due = base.filter((renewal) => renewal.dueOn === "2027-02-01");
    expect(before?.range).toEqual(simulate(due.map(simulated)).result());
  });

  it("answers a change of very many with a preview first", () => {
    const live = createLiveSimulation(many(2000));
    const all = many(2000).map((renewal) => renewal.id);
    const preview = live.ask({ suppositions: [set(all, 0.6)], span, goal: 0.5 });
    expect([preview.isPreview, preview.range.trials]).toEqual([true, 200]);
    const whole = live.settle();
    expect([whole?.isPreview, whole?.range.trials]).toEqual([false, 10_000]);
    expect(Math.abs((preview.range.p50 - (whole?.range.p50 ?? 0)) / preview.range.p50)).toBeLessThan(0.03);
  });
});
