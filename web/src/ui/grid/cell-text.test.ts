import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkText, parseDecimal, parseText, plainText } from "./cell-text.ts";
import type { CellValue, GridColumn } from "./column.ts";

type Row = Record<string, CellValue>;
const today = Temporal.PlainDate.from("2026-11-23");
const money: GridColumn<Row> = { id: "arr", title: "ARR", type: "money", currency: "USD" };
const percent: GridColumn<Row> = { id: "p", title: "Likelihood", type: "percent" };
const rating: GridColumn<Row> = {
  id: "r",
  title: "Rating",
  type: "select",
  options: [
    { value: "at-risk", label: "At risk" },
    { value: "closed", label: "Closed", isOffered: false },
  ],
};

test.each([
  ["96000", "96000"],
  ["96k", "96000"],
  ["1.25M", "1250000"],
  ["$1,240,000.50", "1240000.5"],
  ["−500", "-500"],
  ["(1,200)", "-1200"],
  ["USD 12", "12"],
  [".5", "0.5"],
  ["0.1k", "100"],
  ["-0", "0"],
  ["1.234,56", "1234.56"],
  ["1.234.567", "1234567"],
  ["1,234,567.5", "1234567.5"],
  ["12,34,567", "1234567"],
  ["12,5", "12.5"],
  ["1,25M", "1250000"],
  ["0,125", "0.125"],
  ["(1.234,50 €)", "-1234.5"],
  ["96’000", "96000"],
  ["500 USD", "500"],
  ["1,23,4", undefined],
  ["1,2.3,4", undefined],
  ["abc", undefined],
  ["1.2.3", undefined],
  ["12 apples", undefined],
  ["", undefined],
])("the amount %j is %j", (text, value) => expect(parseDecimal(text)).toBe(value));

test.each(["9999999999999999", "1.23456"])("the amount %j is more than is kept", (text) =>
  expect(parseText(money, text, today)).toHaveProperty("error"),
);

test("amounts of many digits stay exact", () =>
  expect(parseDecimal("123456789012345.6789")).toBe("123456789012345.6789"));

test.each([
  ["€500", "USD"],
  ["500 EUR", "USD"],
  ["eur 500", "USD"],
  ["$500", "EUR"],
])("%j is no amount in %s", (text, currency) => {
  const inRow: GridColumn<Row> = { ...money, currency: () => currency };
  expect(checkText(inRow, {}, text, today)).toHaveProperty("error");
  expect(checkText({ ...money, currency }, {}, text.replace(/[€$]|EUR|eur/, currency), today)).toEqual({
    value: "500",
  });
});

test.each([
  ["44", 0.44],
  ["44 %", 0.44],
  ["44%", 0.44],
  ["0.44", 0.44],
  ["0.5%", 0.005],
  ["100", 1],
  ["1", 0.01],
])("the percentage %j is %j", (text, value) => expect(parseText(percent, text, today)).toEqual({ value }));

test("choices are understood by label or value, and nothing else", () => {
  expect(parseText(rating, "Closed", today)).toHaveProperty("error");
  expect(plainText(rating, "closed")).toBe("Closed");
  expect(parseText(rating, " at RISK ", today)).toEqual({ value: "at-risk" });
  expect(parseText(rating, "at-risk", today)).toEqual({ value: "at-risk" });
  expect(parseText(rating, "maybe", today)).toHaveProperty("error");
  expect(parseText(rating, "", today)).toEqual({ value: null });
});

describe("a column's own rules", () => {
  const strict: GridColumn<Row> = {
    ...money,
    required: true,
    validate: (value) => (Number(value) < 0 ? "Not below zero" : undefined),
  };
  test("refuse an empty value and a bad one", () => {
    expect(checkText(strict, {}, "", today)).toEqual({ error: "ARR cannot be empty" });
    expect(checkText(strict, {}, "-5", today)).toEqual({ error: "Not below zero" });
    expect(checkText(strict, {}, "5k", today)).toEqual({ value: "5000" });
  });
});

describe("what is copied is read back", () => {
  const back = (column: GridColumn<Row>, value: CellValue) =>
    parseText(column, plainText(column, value), today);
  test("money", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n - 10n ** 15n, max: 10n ** 15n - 1n }),
        fc.integer({ min: 0, max: 99 }),
        (whole, cents) => {
          const value =
            cents === 0 ? String(whole) : `${whole}.${String(cents).padStart(2, "0").replace(/0$/, "")}`;
          expect(back(money, value)).toEqual({ value });
        },
      ),
    );
  });
  test("percentages", () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (points) => {
        const value = points / 10_000;
        expect(back(percent, value)).toEqual({ value });
      }),
    );
  });
  test("choices, dates, yes and no", () => {
    expect(back(rating, "at-risk")).toEqual({ value: "at-risk" });
    expect(back({ id: "d", title: "Due", type: "date" }, "2027-03-12")).toEqual({ value: "2027-03-12" });
    expect(back({ id: "b", title: "Auto", type: "boolean" }, true)).toEqual({ value: true });
  });
  test("several choices, instants, other records", () => {
    const channels: GridColumn<Row> = {
      id: "m",
      title: "Channels",
      type: "multiSelect",
      options: [
        { value: "chat", label: "Chat" },
        { value: "phone", label: "Phone, at night" },
      ],
    };
    expect(parseText(channels, "phone; Chat;chat", today)).toEqual({ value: '["phone","chat"]' });
    expect(parseText(channels, "fax", today)).toEqual({ error: "“fax” is not one of the choices" });
    expect(plainText(channels, '["chat"]')).toBe("Chat");
    const seen: GridColumn<Row> = { id: "i", title: "Seen", type: "instant" };
    expect(back(seen, "2026-11-23T07:30:15Z")).toEqual({ value: "2026-11-23T07:30:15Z" });
    expect(parseText(seen, "soon", today)).toHaveProperty("error");
    const people: GridColumn<Row> = {
      id: "c",
      title: "Champion",
      type: "record",
      nameOf: (id) => (id === "7" ? "Ann" : undefined),
      idOf: (name) => (name === "Ann" ? "7" : undefined),
      pageOf: (id) => `/contacts/${id}`,
      search: async () => [],
    };
    expect(back(people, "7")).toEqual({ value: "7" });
    expect(parseText(people, "Bob", today)).toHaveProperty("error");
  });
});
