import { describe, expect, it } from "vitest";
import { newId } from "./ids.ts";

const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
const msOf = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

describe("ids", () => {
  it("are UUIDs of version 7 that increase within a millisecond, past 4,096 of it, and when the clock goes back", () => {
    const at = 1_900_000_000_000;
    const ids = [
      ...Array.from({ length: 10_000 }, () => newId(instant(at))),
      newId(instant(at - 60_000)),
      newId(instant(at + 1_000)),
    ];
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(msOf(ids[0] ?? "")).toBe(at);
    expect(msOf(ids.at(-1) ?? "")).toBe(at + 1_000);
  });
});
