import { describe, expect, it } from "vitest";
import { retentionDefinition, retentionRatios } from "./retention.ts";

describe("retention", () => {
  it("of 100 that lost 10, shrank by 5 and grew by 20", () => {
    const sums = { startArr: "100.00", endArr: "105.00", retainedArr: "85.00", startCount: 10, keptCount: 9 };
    expect(retentionRatios(sums)).toEqual({ nrr: 1.05, grr: 0.85, logoRetention: 0.9 });
  });

  it("of nothing is not a number", () => {
    const none = { startArr: "0", endArr: "50.00", retainedArr: "0", startCount: 0, keptCount: 0 };
    expect(retentionRatios(none)).toEqual({ nrr: null, grr: null, logoRetention: null });
  });

  it("is exact where floating point is not", () => {
    const sums = {
      startArr: "9007199254740993.01",
      endArr: "9007199254740993.01",
      retainedArr: "0",
      startCount: 3,
      keptCount: 1,
    };
    expect(retentionRatios(sums)).toEqual({ nrr: 1, grr: 0, logoRetention: 0.333333 });
  });

  it("says which family, dates, currency and policies it is", () => {
    const policies = { reactivations: "excluded", cap: "line", rates: "date" } as const;
    const text = retentionDefinition("cohort", "2025-12-31", "2026-12-31", "EUR", policies);
    const parts = [
      "Cohort",
      "31 Dec 2025",
      "31 Dec 2026",
      "EUR",
      "counts as lost",
      "subscription line",
      "own rates",
    ];
    for (const part of parts) expect(text).toContain(part);
  });
});
