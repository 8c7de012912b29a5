import { describe, expect, it } from "vitest";
import { dueIn, type ForecastRenewal, mostDecisive, outlookOf, suppose } from "./what-if.ts";

const renewal = (id: string, changes: Partial<ForecastRenewal> = {}): ForecastRenewal => ({
  id,
  dueOn: "2027-02-10",
  targetMinor: 100_00,
  amountMinor: 100_00,
  likelihood: 0.8,
  groups: { owner: null, segment: null, region: null },
  ...changes,
});
const ids = (...some: string[]) => new Set(some);

describe("what if", () => {
  it("supposes in order, upon what was supposed before, and changes nothing in place", () => {
    const base = [renewal("a"), renewal("b")];
    const next = suppose(base, [
      { ids: ids("a", "b"), likelihood: { kind: "shift", by: -0.3 } },
      { ids: ids("a"), likelihood: { kind: "set", value: 0.9 }, amount: { kind: "scale", by: 1.1 } },
      { ids: ids("b"), likelihood: { kind: "shift", by: -0.9 }, dueOn: { kind: "shift", days: 20 } },
    ]);
    expect(next[0]).toMatchObject({ likelihood: 0.9, amountMinor: 110_00, dueOn: "2027-02-10" });
    expect(next[1]).toMatchObject({ likelihood: 0, amountMinor: 100_00, dueOn: "2027-03-02" });
    expect(base[0]?.likelihood).toBe(0.8);
  });

  it("GRR caps each at its target, NRR does not; a renewal moved out of the span is not due in it", () => {
    const base = [
      renewal("up", { amountMinor: 150_00, likelihood: 1 }),
      renewal("half", { likelihood: 0.5 }),
    ];
    expect(outlookOf(base)).toEqual({ count: 2, dueMinor: 200_00, expectedMinor: 200_00, grr: 0.75, nrr: 1 });
    const moved = suppose(base, [{ ids: ids("half"), dueOn: { kind: "set", date: "2027-04-01" } }]);
    expect(dueIn(moved, { from: "2027-01-01", to: "2027-03-31" }).map((one) => one.id)).toEqual(["up"]);
    expect(outlookOf([])).toMatchObject({ grr: null, nrr: null, expectedMinor: 0 });
  });

  it("ranks by undecided money: a certain one decides nothing", () => {
    const base = [
      renewal("certain", { amountMinor: 900_00, likelihood: 1 }),
      renewal("safe", { amountMinor: 300_00, likelihood: 0.95 }),
      renewal("open", { amountMinor: 200_00, likelihood: 0.5 }),
    ];
    expect(mostDecisive(base, 5)).toEqual([
      { id: "open", likelihood: 0.5, movesMinor: 100_00, upMinor: 100_00, downMinor: 100_00 },
      { id: "safe", likelihood: 0.95, movesMinor: 65_38, upMinor: 15_00, downMinor: 285_00 },
    ]);
  });
});
