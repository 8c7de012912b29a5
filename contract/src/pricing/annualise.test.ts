import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annualise, annualiseStated, type LinePrice } from "./annualise.ts";
import {
  add,
  compare,
  decimal,
  decimalText,
  divide,
  fromInteger,
  multiply,
  round,
  subtract,
} from "./decimal.ts";

const line: LinePrice = {
  kind: "recurring",
  isTrial: false,
  currency: "USD",
  quantity: "1",
  unitPrice: "100.00",
  discountPct: "0",
  billingIntervalMonths: 1,
};

describe("annualise", () => {
  it.each([
    [{}, "1200.00"],
    [{ billingIntervalMonths: 12 }, "100.00"],
    [{ billingIntervalMonths: 3, quantity: "7" }, "2800.00"],
    [{ discountPct: "12.5" }, "1050.00"],
    [{ billingIntervalMonths: 36, unitPrice: "100" }, "33.33"],
    [{ billingIntervalMonths: 7, unitPrice: "1" }, "1.71"],
    [{ isTrial: true }, "0.00"],
    [{ kind: "one-off" as const }, "0.00"],
    [{ kind: "usage-commitment" as const }, "1200.00"],
    [{ unitPrice: "0" }, "0.00"],
    [{ unitPrice: "-100" }, "-1200.00"],
    [{ currency: "JPY", unitPrice: "333.5", billingIntervalMonths: 12 }, "334"],
    [{ currency: "KWD", unitPrice: "0.0005", billingIntervalMonths: 12 }, "0.000"],
    [{ discountPct: "100" }, "0.00"],
  ])("%o is %s a year", (change, arr) => {
    expect(annualise({ ...line, ...change })).toBe(arr);
  });

  it("rounds half to even, once, at the line", () => {
    const yearly = (unitPrice: string) => annualise({ ...line, unitPrice, billingIntervalMonths: 12 });
    expect([yearly("0.125"), yearly("0.135"), yearly("0.1250001"), yearly("-0.125")]).toEqual([
      "0.12",
      "0.14",
      "0.13",
      "-0.12",
    ]);
  });

  it("takes a stated MRR twelve times and a stated ARR once", () => {
    expect(annualiseStated(line, { mrr: "995" })).toBe("11940.00");
    expect(annualiseStated(line, { arr: "11940.005" })).toBe("11940.00");
    expect(annualiseStated({ ...line, isTrial: true }, { mrr: "995" })).toBe("0.00");
  });

  it("is linear in the quantity where the price is whole cents a month", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-10_000_000n, 10_000_000n),
        fc.nat(5000),
        fc.nat(5000),
        (cents, first, second) => {
          const arr = (quantity: number) =>
            decimal(
              annualise({
                ...line,
                unitPrice: decimalText({ units: cents, scale: 2 }),
                quantity: `${quantity}`,
              }),
            );
          expect(compare(add(arr(first), arr(second)), arr(first + second))).toBe(0);
        },
      ),
    );
  });
});

describe("decimal", () => {
  const decimals = fc
    .tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: 0, max: 6 }))
    .map(([units, scale]) => ({ units, scale }));

  it("reads what it writes", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(decimal(decimalText(value))).toEqual(value);
      }),
    );
  });

  it("divides to within half a unit of the last place", () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 4 }), (value, divisor, scale) => {
        fc.pre(divisor.units !== 0n);
        const quotient = divide(value, divisor, scale);
        const rest = subtract(value, multiply(quotient, divisor));
        const size = (one: typeof rest) => ({
          units: one.units < 0n ? -one.units : one.units,
          scale: one.scale,
        });
        const halfUnit = multiply(size(divisor), { units: 5n, scale: scale + 1 });
        expect(compare(size(rest), halfUnit)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("refuses what is not a number", () => {
    for (const text of ["", "1,000", "1e3", "NaN", ".5", "1."])
      expect(() => decimal(text)).toThrow(RangeError);
    expect(() => divide(decimal("1"), fromInteger(0), 2)).toThrow(RangeError);
    expect(decimalText(round(decimal("2.5"), 0))).toBe("2");
  });
});
