import type { HealthModel } from "@perennial/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaUnderCurve, type Ended, judge } from "./back-test.ts";
import { daysOfPeriod } from "./days-of-period.ts";

const model: HealthModel = {
  groups: [
    {
      slug: "use",
      name: "Use",
      weight: 1,
      measures: [
        {
          slug: "logins",
          name: "Logins",
          weight: 1,
          source: { kind: "field", field: "metric:logins" },
          transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 1, points: 100 } },
          missing: "leave-out",
        },
      ],
    },
  ],
  labels: [
    { value: "red", label: "Red", from: 0, tone: "bad" },
    { value: "green", label: "Green", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
};
const ended = (value: number | null, isChurned: boolean, logins = value): Ended => ({
  accountId: "a",
  name: "A",
  renewalId: "r",
  on: "2026-01-01",
  arr: "100.00",
  currency: "USD",
  isChurned,
  said:
    value === null
      ? null
      : { value, label: value < 50 ? "red" : "green", points: logins === null ? {} : { logins } },
});

const told = [{ slug: "logins", place: "Use › Logins" }];

describe("a back-test", () => {
  it("counts what was flagged, missed and green all the same", () => {
    const look = judge(
      model,
      90,
      [
        ended(10, true),
        ended(20, true),
        ended(30, false),
        ended(90, true, 40),
        ended(80, false),
        ended(70, false),
        ended(60, false),
        ended(95, false),
        ended(null, true),
      ],
      told,
    );
    expect(look).toMatchObject({ judged: 8, churned: 3, withoutScore: 1, flagged: 3, flaggedChurned: 2 });
    expect(look.precision).toBeCloseTo(2 / 3);
    expect(look.recall).toBeCloseTo(2 / 3);
    expect(look.lift).toBeCloseTo(2 / 3 / (3 / 8));
    // Of 15 pairs, the two red churned win 5 each, the green one only against none of 30, 80, 70, 60 and 95 but the last.
    expect(look.auc).toBeCloseTo((5 + 5 + 1) / 15);
    expect(look.greenChurned).toMatchObject([
      { value: 90, wouldHaveCaught: [{ place: "Use › Logins", points: 40 }] },
    ]);
    expect(look.calibration[1]).toEqual({ from: 10, to: 20, count: 1, churned: 1 });
    expect(look.calibration[9]).toEqual({ from: 90, to: 100, count: 2, churned: 1 });
  });

  it("knows nothing of nothing", () => {
    expect(judge(model, 90, [], told)).toMatchObject({
      judged: 0,
      precision: null,
      recall: null,
      lift: null,
      auc: null,
    });
  });

  it("ranks as counting all pairs does", () => {
    const told = fc.array(fc.record({ value: fc.integer({ min: 0, max: 9 }), isChurned: fc.boolean() }));
    fc.assert(
      fc.property(told, (all) => {
        const pairs = all
          .filter((each) => each.isChurned)
          .flatMap((churned) =>
            all.filter((each) => !each.isChurned).map((other) => [churned.value, other.value]),
          );
        const won = pairs.reduce((sum, [a = 0, b = 0]) => sum + (a < b ? 1 : a === b ? 0.5 : 0), 0);
        const auc = areaUnderCurve(all);
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(won / pairs.length);
      }),
    );
  });

  it("looks at every seventh day, or the ends of months, and always at the last", () => {
    const days = (step: "week" | "month") =>
      daysOfPeriod(Temporal.PlainDate.from("2026-01-10"), Temporal.PlainDate.from("2026-03-15"), step).map(
        String,
      );
    expect(days("month")).toEqual(["2026-01-31", "2026-02-28", "2026-03-15"]);
    expect(days("week").slice(0, 2)).toEqual(["2026-01-11", "2026-01-18"]);
    expect(days("week").at(-1)).toBe("2026-03-15");
  });
});
