import { describe, expect, it } from "vitest";
import { answered, asksOf, beginSource, soundOf } from "./metric-draft.ts";

const window = { kind: "last", count: 30, unit: "days" } as const;

describe("a draft of a metric", () => {
  it("asks for what the answers so far make needed", () => {
    const keys = (source: Parameters<typeof asksOf>[0]) => asksOf(source).map((ask) => ask.key);
    const source = beginSource("event-values");
    expect(keys(source)).not.toContain("property");
    expect(keys(answered(source, "aggregate", "sum"))).toContain("property");
  });

  it("forgets answers that no longer matter", () => {
    const summed = answered(answered(beginSource("event-values"), "aggregate", "sum"), "property", "amount");
    expect(answered(summed, "aggregate", "count")).not.toHaveProperty("property");
    const deals = answered(answered(beginSource("records"), "object", "deal"), "at", "trait:closed_on");
    expect(answered(deals, "object", "note")).toMatchObject({ object: "note", at: "createdAt" });
  });

  it("says what is missing before it can be worked out", () => {
    expect(soundOf({ source: beginSource("events"), window })).toMatchObject({ source: { kind: "events" } });
    expect(soundOf({ source: beginSource("trait"), window })).toEqual({
      missing: "Fill in “Trait or field” to see what it gives.",
    });
    const sum = answered(beginSource("event-values"), "aggregate", "sum");
    expect(soundOf({ source: sum, window })).toEqual({ missing: "Fill in “Property” to see what it gives." });
    const years = { kind: "last", count: 100, unit: "months" } as const;
    expect(soundOf({ source: beginSource("contacts"), window: years })).toMatchObject({
      missing: expect.stringContaining("Two years"),
    });
  });
});
