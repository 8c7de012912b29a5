import { expect, it } from "vitest";
import { levelRanges } from "./level-ranges.ts";
import { defaultSettings, simulate } from "./simulation.ts";
import { type ForecastRenewal, simulated } from "./what-if.ts";

const owners = ["ada", "ben", null];
const renewals = Array.from({ length: 60 }, (_, at): ForecastRenewal => {
  const amountMinor = 10_000 + 137 * at;
  const groups = { owner: owners[at % 3] ?? null, segment: at % 2 ? "high" : "low", region: "EMEA" };
  return {
    id: `r${at}`,
    dueOn: "2027-02-01",
    targetMinor: amountMinor,
    amountMinor,
    likelihood: 0.5 + (at % 5) / 10,
    groups,
  };
});
const settings = { ...defaultSettings, trials: 500 };

it("gives each level the range that a simulation of it alone gives", () => {
  const levels = [
    { key: "company", ownerIds: ["ada", "ben"], hasNobody: true },
    { key: "team", ownerIds: ["ada", "ben"], hasNobody: false },
    { key: "ada", ownerIds: ["ada"], hasNobody: false },
    { key: "gone", ownerIds: ["gone"], hasNobody: false },
  ];
  const ranges = levelRanges(renewals, levels, settings);
  const alone = (isOn: (owner: string | null) => boolean) =>
    simulate(renewals.filter(({ groups }) => isOn(groups.owner)).map(simulated), settings).result();
  expect(ranges.get("company")).toEqual(alone(() => true));
  expect(ranges.get("team")).toEqual(alone((owner) => owner !== null));
  expect(ranges.get("ada")).toEqual(alone((owner) => owner === "ada"));
  expect(ranges.get("gone")).toMatchObject({ p10: 0, p90: 0 });
});
