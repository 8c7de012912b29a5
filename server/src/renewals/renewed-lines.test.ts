import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, decimal, decimalText } from "../contracts/index.ts";
import { type ExpiringLine, renewLines, sumOf } from "./renewed-lines.ts";

const line = (changes: Partial<ExpiringLine>): ExpiringLine => ({
  id: "a",
  kind: "recurring",
  isTrial: false,
  currency: "USD",
  quantity: "10",
  unitPrice: "100.00",
  discountPct: "0",
  billingIntervalMonths: 12,
  upliftPct: null,
  arr: "1000.00",
  ...changes,
});

describe("prices of the next term", () => {
  it("stay as they are without an uplift", () => {
    expect(renewLines([line({})], null, null)).toEqual([
      { id: "a", unitPrice: "100.00", discountPct: "0", arr: "1000.00", isUnchanged: true },
    ]);
  });

  it("take the contract's uplift once, a line's own before it", () => {
    const renewed = renewLines([line({}), line({ id: "b", upliftPct: "0" })], "7", null);
    expect(renewed.map(({ unitPrice, arr }) => [unitPrice, arr])).toEqual([
      ["107.00", "1070.00"],
      ["100.00", "1000.00"],
    ]);
  });

  it("keep a price of many places and a line known only by its ARR", () => {
    const lines = [
      line({ unitPrice: "0.0350", quantity: "1000", arr: "35.00" }),
      line({ id: "b", unitPrice: null, arr: "99.99" }),
    ];
    expect(renewLines(lines, "2.5", null).map(({ unitPrice, arr }) => [unitPrice, arr])).toEqual([
      ["0.0359", "35.90"],
      [null, "102.49"],
    ]);
  });

  it("leave out trials and one-off fees", () => {
    expect(
      renewLines([line({ isTrial: true, arr: "0.00" }), line({ kind: "one-off", arr: "0.00" })], "7", null),
    ).toEqual([]);
  });

  it("leave out refunds, which are for their span", () => {
    const lines = [line({}), line({ id: "b", unitPrice: null, arr: "-200.00" })];
    expect(renewLines(lines, null, null).map(({ id }) => id)).toEqual(["a"]);
    expect(renewLines(lines, null, "800").map(({ id, arr }) => [id, arr])).toEqual([["a", "800.00"]]);
  });

  it("stay, lose their discount or take the uplift, as was ordered", () => {
    const lines = [
      line({ discountPct: "20", arr: "800.00", upliftPct: "5" }),
      line({ id: "b", unitPrice: null, arr: "50.00" }),
    ];
    const at = (price: "same" | "list" | "uplift") =>
      renewLines(lines, "10", null, price).map(({ unitPrice, discountPct, arr }) => [
        unitPrice,
        discountPct,
        arr,
      ]);
    expect(at("same")).toEqual([
      ["100.00", "20", "800.00"],
      [null, "0", "50.00"],
    ]);
    expect(at("list")).toEqual([
      ["100.00", "0", "1000.00"],
      [null, "0", "50.00"],
    ]);
    expect(at("uplift")).toEqual([
      ["105.00", "20", "840.00"],
      [null, "0", "55.00"],
    ]);
  });

  it("share an agreed ARR exactly", () => {
    const cents = fc.bigInt(1n, 10_000_000n).map((units) => decimalText({ units, scale: 2 }));
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 9 }), cents, (arrs, agreed) => {
        const renewed = renewLines(
          arrs.map((arr, index) => line({ id: `${index}`, arr })),
          "7",
          agreed,
        );
        expect(compare(sumOf(renewed), decimal(agreed))).toBe(0);
      }),
    );
  });
});
