import type { Renewal } from "@perennial/contract";
import { describe, expect, it } from "vitest";
import { arrAt, type NextTerm, orderOf, usualOrder } from "./next-term-order.ts";

const line = (id: string, sameArr: string, upliftArr = sameArr, isRefund = false) => ({
  id,
  name: id,
  isRefund,
  sameArr,
  listArr: sameArr,
  upliftArr,
});
const term = (...lines: NextTerm["lines"]): NextTerm => ({
  currency: "USD",
  startsOn: "2027-01-01",
  endsOn: "2027-12-31",
  lines,
});
const renewal = (forecastArr: string | null) => ({ targetArr: "820.00", forecastArr }) as Renewal;

describe("the order of a next term", () => {
  it("is at the uplift where one is agreed, else at the same price", () => {
    expect(usualOrder(renewal(null), term(line("a", "800.00", "880.00"))).price).toBe("uplift");
    expect(usualOrder(renewal(null), term(line("a", "800.00"))).price).toBe("same");
  });

  it("is what people forecast, as a price where it is one", () => {
    const agreed = term(line("a", "800.00", "880.00"));
    expect(usualOrder(renewal("880"), agreed).price).toBe("uplift");
    expect(usualOrder(renewal("800.0"), agreed).price).toBe("same");
    expect(usualOrder(renewal("700"), agreed)).toMatchObject({ price: "agreed", arr: "700" });
  });

  it("is not at nothing where a churn is forecast", () => {
    expect(usualOrder(renewal("0.00"), term(line("a", "800.00")))).toMatchObject({
      price: "same",
      arr: "820.00",
    });
  });

  it("can only be an ARR where no line is known", () => {
    expect(usualOrder(renewal(null), term())).toMatchObject({ price: "agreed", arr: "820.00" });
  });

  it("leaves out refunds and the lines that end", () => {
    const lines = term(line("a", "800.00"), line("b", "50.00"), line("c", "-30.00", "-30.00", true));
    expect(arrAt(lines, "same", [])).toBe("850");
    expect(arrAt(lines, "same", ["b"])).toBe("800");
  });

  it("is sent with what is not usual alone", () => {
    const lines = term(line("a", "800.00"), line("b", "50.00"));
    const usual = usualOrder(renewal(null), lines);
    expect(orderOf(usual, lines)).toEqual({ price: "same" });
    const other = { ...usual, price: "agreed" as const, arr: "700", leaves: ["b"], termEndsOn: "2028-12-31" };
    expect(orderOf(other, lines)).toEqual({ arr: "700", leaves: ["b"], termEndsOn: "2028-12-31" });
  });
});
