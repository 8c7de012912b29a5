import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { CycleError, levelsOf, withDependents } from "./graph.ts";
import type { DerivedNode } from "./node.ts";

const node = (key: string, reads: string[] = []): DerivedNode => ({
  kind: "expression",
  key,
  columns: [{ name: key, field: { slug: key, label: key, group: "", type: "number" } }],
  reads,
  expressions: () => ({ [key]: sql`1` }),
});

describe("the dependency graph", () => {
  it("puts every node after all that it reads, whatever the order they come in", () => {
    const levels = levelsOf([
      node("health", ["metric", "segment"]),
      node("segment", ["metric"]),
      node("metric"),
      node("arr"),
    ]);
    expect(levels.map((level) => level.map((each) => each.key).sort())).toEqual([
      ["arr", "metric"],
      ["segment"],
      ["health"],
    ]);
  });

  it("names the circle when nodes read one another", () => {
    const circle = () => levelsOf([node("a", ["b"]), node("b", ["c"]), node("c", ["a"])]);
    expect(circle).toThrow(CycleError);
    expect(circle).toThrow("a → b → c → a");
  });

  it("finds all that must be computed again when one definition changes", () => {
    const nodes = [node("metric"), node("other"), node("segment", ["metric"]), node("health", ["segment"])];
    expect(withDependents(nodes, ["metric"]).map((each) => each.key)).toEqual([
      "metric",
      "segment",
      "health",
    ]);
  });
});
