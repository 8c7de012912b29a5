import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths } from "../kernel/calendar.ts";
import { anniversaries, nextTerm, noticeDeadline, rollingTerm, termEnd, termMonths } from "./term.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const days = fc.integer({ min: 0, max: 20_000 }).map((count) => day("2000-01-01").add({ days: count }));
const months = fc.integer({ min: 1, max: 60 });
const compare = Temporal.PlainDate.compare;

describe("addMonths", () => {
  it.each([
    ["2027-01-31", 1, "2027-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2027-02-28", 1, "2027-03-31"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2027-02-28", 12, "2028-02-29"],
    ["2028-02-28", 12, "2029-02-28"],
    ["2026-06-30", 1, "2026-07-31"],
    ["2026-12-31", -3, "2026-09-30"],
    ["2026-03-30", -1, "2026-02-28"],
    ["2026-01-15", 14, "2027-03-15"],
  ])("%s and %i months is %s", (from, count, to) => {
    expect(addMonths(day(from), count).toString()).toBe(to);
  });

  it("keeps a month end a month end, whichever way it is reached", () => {
    fc.assert(
      fc.property(days, months, months, (date, first, second) => {
        const end = date.with({ day: date.daysInMonth });
        const once = addMonths(end, first + second);
        expect(once.day).toBe(once.daysInMonth);
        expect(addMonths(addMonths(end, first), second).equals(once)).toBe(true);
      }),
    );
  });
});

describe("terms", () => {
  it("follow one another without gap or overlap and keep their length", () => {
    fc.assert(
      fc.property(days, months, (startsOn, length) => {
        let term = { startsOn, endsOn: termEnd(startsOn, length) };
        for (let count = 0; count < 5; count += 1) {
          const next = nextTerm(term, length);
          expect(next.startsOn.equals(term.endsOn.add({ days: 1 }))).toBe(true);
          expect(termMonths(next)).toBe(length);
          term = next;
        }
      }),
    );
  });

  it("of a leap day end on the last of February", () => {
    expect(termEnd(day("2028-03-01"), 12).toString()).toBe("2029-02-28");
    expect(nextTerm({ startsOn: day("2027-03-01"), endsOn: day("2028-02-29") }, 12).endsOn.toString()).toBe(
      "2029-02-28",
    );
  });

  it("of three years have two anniversaries inside", () => {
    const term = { startsOn: day("2026-04-01"), endsOn: day("2029-03-31") };
    expect(anniversaries(term).map(String)).toEqual(["2027-03-31", "2028-03-31"]);
    expect(anniversaries({ startsOn: day("2026-04-01"), endsOn: day("2027-03-31") })).toEqual([]);
  });

  it("that roll hold today, begin on the anchor's anniversaries and never before it", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -400, max: 4000 }), months, (anchor, offset, length) => {
        const today = anchor.add({ days: offset });
        const term = rollingTerm(anchor, length, today);
        expect(compare(term.startsOn, anchor)).toBeGreaterThanOrEqual(0);
        if (offset >= 0) {
          expect(compare(term.startsOn, today)).toBeLessThanOrEqual(0);
          expect(compare(term.endsOn, today)).toBeGreaterThanOrEqual(0);
        } else {
          expect(term.startsOn.equals(anchor)).toBe(true);
        }
      }),
    );
  });
});

describe("noticeDeadline", () => {
  it("counts days or months back from the last day", () => {
    expect(noticeDeadline(day("2027-03-31"), { days: 90, months: null })?.toString()).toBe("2026-12-31");
    expect(noticeDeadline(day("2026-12-31"), { days: null, months: 3 })?.toString()).toBe("2026-09-30");
    expect(noticeDeadline(day("2026-12-31"), { days: null, months: null })).toBeNull();
  });
});
