import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBoolean } from "./boolean.ts";
import { type DateReading, dateEvidence, readDate } from "./date.ts";
import { compileDatePattern } from "./date-pattern.ts";
import { numberEvidence, readNumber } from "./decimal.ts";
import { readInstant } from "./instant.ts";
import { readMonth } from "./month.ts";

const dmy: DateReading = { order: "dmy" };
const mdy: DateReading = { order: "mdy" };
const mixed: DateReading = { order: "mixed" };

function byPattern(format: string): DateReading {
  const pattern = compileDatePattern(format);
  if (!pattern) throw new Error(`no pattern: ${format}`);
  return { order: "dmy", pattern };
}

describe("numbers", () => {
  test.each([
    ["1,234.56", "point", "1234.56"],
    ["1.234,56", "comma", "1234.56"],
    ["1 234,56 €", "comma", "1234.56"],
    ["1'234.50", "point", "1234.5"],
    ["$1,200", "point", "1200"],
    ["US$ 1,200.10", "point", "1200.1"],
    ["1.200 €", "comma", "1200"],
    ["EUR 3,5", "comma", "3.5"],
    ["(350.00)", "point", "-350"],
    ["-$12", "point", "-12"],
    ["$-12", "point", "-12"],
    ["12-", "point", "-12"],
    ["12.5 %", "point", "12.5"],
    ["1.2E+05", "point", "120000"],
    ["2.5e-3", "point", "0.0025"],
    [".5", "point", "0.5"],
    ["007", "point", "7"],
    ["-0.00", "point", "0"],
    ["12,34,567.00", "point", "1234567"],
    ["0.1234567890123456789", "point", "0.1234567890123456789"],
    ["1.234", "point", "1.234"],
    ["1.234", "comma", "1234"],
    ["1,234.56", "mixed", "1234.56"],
    ["1.234,56", "mixed", "1234.56"],
  ] as const)("%s in a %s column is %s", (raw, format, decimal) => {
    expect(readNumber(raw, format)).toMatchObject({ value: { decimal } });
  });

  test.each([
    ["12a", "point"],
    ["1.2.3", "point"],
    ["1,23,4", "point"],
    ["1,234.56", "comma"],
    ["12,5", "point"],
    ["1.234", "mixed"],
    ["", "point"],
    ["--5x", "point"],
    ["$", "point"],
  ] as const)("%j in a %s column is refused", (raw, format) => {
    expect(readNumber(raw, format)).toHaveProperty("reason");
  });

  test.each([
    ["1,234.56", "point"],
    ["12.5", "point"],
    ["0.125", "point"],
    ["1234.500", "point"],
    ["1,234,567", "point"],
    ["1.234,56", "comma"],
    ["0,125", "comma"],
    ["1.234.567", "comma"],
    ["1,234", "unclear-comma"],
    ["1.234", "unclear-point"],
    ["42", "neutral"],
    ["A-1", undefined],
  ])("%s is evidence for %s", (raw, evidence) => {
    expect(numberEvidence(raw)).toBe(evidence);
  });

  test("any amount written in either manner is read exactly", () => {
    const amount = fc.tuple(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.constantFrom("en-US", "de-DE", "fr-FR", "en-IN"),
    );
    fc.assert(
      fc.property(amount, ([cents, locale]) => {
        const sign = cents < 0n ? "-" : "";
        const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
        const exact = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}` as `${number}`;
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(exact);
        const format = locale === "de-DE" || locale === "fr-FR" ? "comma" : "point";
        const plain = exact.replace(/0+$/, "").replace(/\.$/, "");
        expect(readNumber(text, format)).toMatchObject({ value: { decimal: plain === "-0" ? "0" : plain } });
      }),
    );
  });
});

describe("dates", () => {
  test.each([
    ["2024-03-04", dmy, "2024-03-04"],
    ["2024/3/4", mdy, "2024-03-04"],
    ["20240304", dmy, "2024-03-04"],
    ["3/4/2024", dmy, "2024-04-03"],
    ["3/4/2024", mdy, "2024-03-04"],
    ["04.03.24", dmy, "2024-03-04"],
    ["4 Mar 2024", mdy, "2024-03-04"],
    ["Mon, 4-Mar-24", mdy, "2024-03-04"],
    ["March 4th, 2024", dmy, "2024-03-04"],
    ["2024-03-04 23:59:59", dmy, "2024-03-04"],
    ["2024-03-04T23:59:59Z", dmy, "2024-03-04"],
    ["45355", dmy, "2024-03-04"],
    ["45355.75", dmy, "2024-03-04"],
    ["3/3/2024", mixed, "2024-03-03"],
    ["31/3/2024", mixed, "2024-03-31"],
    ["3/4/2024", byPattern("dd/MM/yyyy"), "2024-04-03"],
    ["3/4/2024 10:15", byPattern("dd/MM/yyyy"), "2024-04-03"],
    ["2024-03-04", byPattern("dd/MM/yyyy"), "2024-03-04"],
    ["4. Mar 2024", byPattern("d. MMM yyyy"), "2024-03-04"],
    ["04-Sept-24", byPattern("dd-MMM-yy"), "2024-09-04"],
  ])("%s, read as %j, is %s", (raw, reading, date) => {
    const read = readDate(raw, reading);
    expect("value" in read ? read.value : undefined).toBe(date);
  });

  test.each([
    ["2024-02-30", dmy, "does not exist"],
    ["2023-02-29", dmy, "does not exist"],
    ["0204-03-01", dmy, "mistyped"],
    ["13/13/2024", dmy, "is not a date"],
    ["soon", dmy, "is not a date"],
    ["3/31/2024", dmy, "dd/MM/yyyy"],
    ["31/3/2024", mdy, "MM/dd/yyyy"],
    ["3/4/2024", mixed, "unclear"],
    ["3/31/2024", byPattern("dd/MM/yyyy"), "does not exist"],
    ["3.4.2024", byPattern("dd/MM/yyyy"), "is not written as dd/MM/yyyy"],
  ])("%s is refused: %s", (raw, reading, reason) => {
    expect(readDate(raw, reading)).toMatchObject({ reason: expect.stringContaining(reason) });
  });

  test.each([
    ["31/3/2024", "dmy"],
    ["3/31/2024", "mdy"],
    ["3.4.2024", "dmy"],
    ["3/4/2024", "unclear"],
    ["3/3/2024", "same"],
    ["2024-03-04", "clear"],
    ["17", undefined],
  ])("%s is evidence for %s", (raw, evidence) => {
    expect(dateEvidence(raw)).toBe(evidence);
  });

  test("formats without a day, or with unknown letters, are refused", () => {
    expect(compileDatePattern("MM/yyyy")).toBeUndefined();
    expect(compileDatePattern("DD/MM/YYYY")).toBeUndefined();
    expect(compileDatePattern("dd/dd/MM/yyyy")).toBeUndefined();
  });
});

describe("instants, months, claims", () => {
  const zone = "Europe/Berlin";

  test.each([
    ["2024-03-04T10:00:00Z", "2024-03-04T10:00:00Z"],
    ["2024-03-04T10:00:00.123456Z", "2024-03-04T10:00:00.123456Z"],
    ["2024-03-04 10:00 +0530", "2024-03-04T04:30:00Z"],
    ["2024-03-04 10:00:00 UTC", "2024-03-04T10:00:00Z"],
    ["2024-03-04T10:00:00-05", "2024-03-04T15:00:00Z"],
    ["2024-03-04 10:00", "2024-03-04T09:00:00Z"],
    ["2024-07-04", "2024-07-03T22:00:00Z"],
    ["4/7/2024 1:05 PM", "2024-07-04T11:05:00Z"],
    ["1709546400", "2024-03-04T10:00:00Z"],
    ["1709546400000", "2024-03-04T10:00:00Z"],
    ["45355.5", "2024-03-04T11:00:00Z"],
  ])("%s is %s", (raw, instant) => {
    expect(readInstant(raw, dmy, zone)).toEqual({ value: instant });
  });

  test.each(["2024-03-04 25:00", "2024-03-04T10:61:00Z", "yesterday", "12"])("%s is no instant", (raw) => {
    expect(readInstant(raw, dmy, zone)).toHaveProperty("reason");
  });

  test.each([
    ["2024-03", "2024-03-01"],
    ["202403", "2024-03-01"],
    ["03/2024", "2024-03-01"],
    ["2024-3", "2024-03-01"],
    ["Mar 2024", "2024-03-01"],
    ["March-24", "2024-03-01"],
    ["Mar '24", "2024-03-01"],
    ["2024-03-31", "2024-03-01"],
  ])("%s is the month %s", (raw, month) => {
    expect(readMonth(raw, dmy)).toEqual({ value: month });
  });

  test.each(["2024-13", "Marzipan 2024", "March"])("%s is no month", (raw) => {
    expect(readMonth(raw, dmy)).toHaveProperty("reason");
  });

  test("claims", () => {
    for (const yes of ["TRUE", "yes", "1", "Y", "on", "Ja"])
      expect(readBoolean(yes)).toEqual({ value: true });
    for (const no of ["False", "NO", "0", "n", "off"]) expect(readBoolean(no)).toEqual({ value: false });
    expect(readBoolean("maybe")).toHaveProperty("reason");
  });
});
