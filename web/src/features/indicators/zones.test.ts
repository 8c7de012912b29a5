import { expect, test } from "vitest";
import { zonesWith } from "./zones.ts";

const zones = [
  { segment: "a", value: 1 },
  { segment: "b", value: null },
];

test("a zone is changed in its place, added at the end, or taken away", () => {
  expect(zonesWith(zones, "a", null)).toEqual([{ segment: "a", value: null }, zones[1]]);
  expect(zonesWith(zones, "c", 3)).toEqual([...zones, { segment: "c", value: 3 }]);
  expect(zonesWith(zones, "b", undefined)).toEqual([zones[0]]);
});
