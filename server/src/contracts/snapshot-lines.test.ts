import { describe, expect, it } from "vitest";
import { type Snapshot, snapshotLines } from "./snapshot-lines.ts";

const month = (text: string, mrr: string, plan = ""): Snapshot => ({
  month: `${text}-01`,
  plan,
  mrr,
  currency: "USD",
});
const spans = (snapshots: readonly Snapshot[], lastMonth: string) =>
  snapshotLines(snapshots, `${lastMonth}-01`).map((line) => [line.startsOn, line.endsOn, line.arr]);

describe("lines of a revenue sheet", () => {
  it("join equal months and go on after the last month known", () => {
    expect(
      spans([month("2026-01", "100"), month("2026-02", "100.00"), month("2026-03", "120")], "2026-03"),
    ).toEqual([
      ["2026-01-01", "2026-02-28", "1200"],
      ["2026-03-01", null, "1440"],
    ]);
  });

  it("end where the sheet goes on without the account, or says 0", () => {
    expect(spans([month("2026-01", "100"), month("2026-02", "100")], "2026-04")).toEqual([
      ["2026-01-01", "2026-02-28", "1200"],
    ]);
    expect(spans([month("2026-01", "100"), month("2026-02", "0")], "2026-02")).toEqual([
      ["2026-01-01", "2026-01-31", "1200"],
    ]);
  });

  it("leave a gap where a month is missing, and keep plans apart", () => {
    expect(spans([month("2026-01", "100"), month("2026-03", "100")], "2026-03")).toEqual([
      ["2026-01-01", "2026-01-31", "1200"],
      ["2026-03-01", null, "1200"],
    ]);
    expect(spans([month("2026-01", "100", "A"), month("2026-01", "7", "B")], "2026-01")).toHaveLength(2);
  });
});
