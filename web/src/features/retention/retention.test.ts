import { describe, expect, it } from "vitest";
import { aimOf, targetsOf } from "../../api/retention-targets.ts";
import { amountsOf, calculateRetention, gapTo, readAmount } from "./calculator.ts";
import { differencesOf } from "./reconcile.ts";
import { datesOf } from "./retention-state.ts";

describe("the calculator", () => {
  const input = { start: "1000", churn: "100", contraction: "50.5", expansion: "200" };

  it("gives NRR and GRR by their usual definitions", () => {
    expect(calculateRetention(input)).toEqual({ end: "1049.5", nrr: 1.0495, grr: 0.8495 });
  });

  it("has no share of nothing, and none below zero", () => {
    expect(calculateRetention({ ...input, start: "0" })).toMatchObject({ nrr: null, grr: null });
    expect(calculateRetention({ ...input, churn: "5000" })).toMatchObject({ nrr: 0, grr: 0 });
  });

  it("takes its figures from a cohort so that they give the cohort's own retention", () => {
    const rows = [
      { startArr: "100.00", endArr: "0.00" },
      { startArr: "300.00", endArr: "199.99" },
      { startArr: "200.00", endArr: "250.00" },
      { startArr: "50.00", endArr: "50.00" },
    ];
    const amounts = amountsOf(rows);
    expect(amounts).toEqual({ start: "650", churn: "100", contraction: "100.01", expansion: "50" });
    expect(calculateRetention(amounts).end).toBe("499.99");
  });

  it("tells what is missing to a target", () => {
    expect(gapTo(0.9, "1000", "849.5")).toBe("50.5");
    expect(gapTo(0.8, "1000", "849.5")).toBe("0");
  });

  it("reads amounts as people type them and refuses what is none", () => {
    expect(["1,240,000.00", " $5 000 ", "0"].map(readAmount)).toEqual(["1240000.00", "5000", "0"]);
    expect(["-5", "", "much", "1.23456"].map(readAmount)).toEqual([null, null, null, null]);
  });
});

describe("two definitions side by side", () => {
  const row = (accountId: string, startArr: string, endArr: string, retainedArr: string) => ({
    accountId,
    name: accountId.toUpperCase(),
    startArr,
    endArr,
    retainedArr,
  });

  it("lists what is counted differently with the reason, an account's renewals taken together", () => {
    const ones = [row("a", "100", "100", "100"), row("b", "50", "0", "0"), row("c", "10", "20", "10")];
    const others = [
      row("a", "60", "60", "60"),
      row("a", "40", "40", "40"),
      row("c", "10", "20", "5"),
      row("d", "7", "7", "7"),
    ];
    expect(differencesOf(ones, others).map(({ name, why }) => [name, why])).toEqual([
      ["B", "Only in A"],
      ["D", "Only in B"],
      ["C", "Another part retained"],
    ]);
  });
});

describe("targets", () => {
  const target = { groupBy: null, group: null, measure: "grr", good: 0.9, great: 0.95 } as const;

  it("belong to the company or to one value of a field", () => {
    const retail = { ...target, groupBy: "industry", group: "Retail" };
    expect(targetsOf([target, retail], null, null)).toEqual({ grr: target });
    expect(targetsOf([target, retail], "industry", "Retail")).toEqual({ grr: retail });
  });

  it("are reached, exceeded or missed by points", () => {
    expect([0.96, 0.9, 0.85].map((value) => aimOf(value, target)?.words)).toEqual([
      "great: 95.0 % or more",
      "good: 90.0 % or more",
      "5.0 points below 90.0 %",
    ]);
    expect(aimOf(null, target)).toBeNull();
  });
});

it("a span ends today; the calendar year begins with what there was on the last day of the one before", () => {
  const on = Temporal.PlainDate.from("2026-11-27");
  expect(datesOf("12", on)).toEqual({ from: "2025-11-27", to: "2026-11-27" });
  expect(datesOf("ytd", on)).toEqual({ from: "2025-12-31", to: "2026-11-27" });
});
