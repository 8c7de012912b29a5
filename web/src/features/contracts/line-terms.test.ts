import { describe, expect, it } from "vitest";
import { arrByCurrency } from "./contract-arr.ts";
import { fieldsOf, type LineTerms, noTerms, priceOf, problemsOf, termsOf } from "./line-terms.ts";
import { reachesOut } from "./reaches-out.ts";

const terms = (more: Partial<LineTerms>): LineTerms => ({ ...noTerms, unitPrice: "100", ...more });

describe("the ARR shown while a line is typed", () => {
  it("is that of each kind and interval, to the cent", () => {
    const arr = (more: Partial<LineTerms>) => priceOf(terms(more), "USD");
    expect(arr({ quantity: "7", unitPrice: "33.33", interval: "1" })).toEqual({
      amount: "2799.72",
      arr: "2799.72",
    });
    expect(arr({ interval: "3", discountPct: "12.5" })?.arr).toBe("350.00");
    expect(arr({ interval: "36", unitPrice: "1000" })?.arr).toBe("333.33");
    expect(arr({ interval: "other", months: "7" })?.arr).toBe("171.43");
    expect(arr({ kind: "usage-commitment" })?.arr).toBe("100.00");
    expect(arr({ kind: "one-off", quantity: "2", interval: "1" })).toEqual({
      amount: "200.00",
      arr: "0.00",
    });
    expect(arr({ trial: true })).toEqual({ amount: "100.00", arr: "0.00" });
    expect(arr({ isStated: true, arr: "4800", interval: "other" })?.arr).toBe("4800.00");
    expect(priceOf(terms({ unitPrice: "1000.5" }), "JPY")?.arr).toBe("1000");
  });

  it("is none while something is missing or wrong, and the field says what", () => {
    const paths = (more: Partial<LineTerms>) => problemsOf(terms(more)).map(({ path }) => path);
    expect(paths({ unitPrice: "" })).toEqual(["unitPrice"]);
    expect(paths({ unitPrice: "1,000", quantity: "many" })).toEqual(["unitPrice", "quantity"]);
    expect(paths({ interval: "other", months: "1.5" })).toEqual(["billingIntervalMonths"]);
    expect(paths({ kind: "one-off", interval: "other" })).toEqual([]);
    expect(paths({ discountPct: "101" })).toEqual(["discountPct"]);
    expect(paths({ isStated: true, unitPrice: "" })).toEqual(["arr"]);
    expect(priceOf(terms({ unitPrice: "" }), "USD")).toBeNull();
    expect(priceOf(terms({}), "DOLLARS")).toBeNull();
  });
});

it("writes a price or an ARR, never both, and a one-off fee without an interval", () => {
  expect(fieldsOf(terms({ interval: "other", months: "18" }))).toEqual({
    kind: "recurring",
    trial: false,
    upliftPct: null,
    quantity: "1",
    unitPrice: "100",
    discountPct: "0",
    billingIntervalMonths: 18,
  });
  expect(fieldsOf(terms({ kind: "one-off" }))).not.toHaveProperty("billingIntervalMonths");
  expect(fieldsOf(terms({ isStated: true, arr: "5" }))).not.toHaveProperty("unitPrice");
  const line = { kind: "recurring", unitPrice: "10", quantity: "2", billingIntervalMonths: 7, arr: "34.29" };
  expect(termsOf(line as never)).toMatchObject({ isStated: false, interval: "other", months: "7", arr: "" });
});

it("keeps the currencies of a contract's lines apart", () => {
  const line = (currency: string | null, arr: string) => ({
    ...{ currency, arr, startsOn: "2026-01-01", endsOn: null },
    ...{ product: null, plan: null, kind: "recurring", trial: false },
  });
  const lines = [line("USD", "10.00"), line("EUR", "5.50"), line(null, "1.00")];
  expect(arrByCurrency(lines, "2026-06-01", "EUR")).toEqual([
    { currency: "EUR", amount: "6.5" },
    { currency: "USD", amount: "10" },
  ]);
  expect(arrByCurrency(lines, "2025-06-01", "EUR")).toEqual([{ currency: "EUR", amount: "0" }]);
});

it("says what follows for a line that its contract does not cover", () => {
  const contract = { startsOn: "2026-01-01", expiresOn: "2026-12-31", isImplied: false };
  expect(reachesOut(contract, "2026-01-01", "2026-12-31")).toBeNull();
  expect(reachesOut(contract, "2025-12-31", "2026-12-31")).toContain("counts by its own dates");
  expect(reachesOut(contract, "2026-01-01", "2027-01-01")).toContain("counts by its own dates");
  expect(reachesOut({ ...contract, isImplied: true }, "2026-01-01", "2027-01-01")).toBeNull();
});
