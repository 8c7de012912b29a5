import type { DerivedNode } from "./node.ts";

/** Nodes that may be computed together: none reads what another of them brings. */
export type Level = readonly DerivedNode[];

/** A node reads, by way of others, what it brings itself. */
export class CycleError extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`These read one another in a circle: ${path.join(" → ")}`);
    this.name = "CycleError";
    this.path = path;
  }
}

/**
 * Orders nodes in levels, so that every node comes after those that bring what it reads.
 * @throws CycleError naming the circle
 */
export function levelsOf(nodes: readonly DerivedNode[]): Level[] {
  const bringer = bringersOf(nodes);
  const depths = new Map<DerivedNode, number>();
  const depthOf = (node: DerivedNode, path: readonly DerivedNode[]): number => {
    const known = depths.get(node);
    if (known !== undefined) return known;
    if (path.includes(node)) {
      throw new CycleError([...path.slice(path.indexOf(node)), node].map((each) => each.key));
    }
    let depth = 0;
    for (const before of readsOf(node, bringer)) {
      depth = Math.max(depth, depthOf(before, [...path, node]) + 1);
    }
    depths.set(node, depth);
    return depth;
  };
  const levels: DerivedNode[][] = [];
  for (const node of nodes) {
    const depth = depthOf(node, []);
    levels[depth] ??= [];
    levels[depth].push(node);
  }
  return levels;
}

/** The given nodes and all that read them, directly or by way of others. */
export function withDependents(nodes: readonly DerivedNode[], keys: readonly string[]): DerivedNode[] {
  const bringer = bringersOf(nodes);
  const wanted = new Set(nodes.filter((node) => keys.includes(node.key)));
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const node of nodes) {
      if (readsOf(node, bringer).some((before) => wanted.has(before))) wanted.add(node);
    }
  }
  return nodes.filter((node) => wanted.has(node));
}

/** The wanted nodes and all that they read, directly or by way of others. */
export function withSources(nodes: readonly DerivedNode[], wanted: readonly DerivedNode[]): DerivedNode[] {
  const bringer = bringersOf(nodes);
  const found = new Set(wanted);
  for (const node of found) for (const before of readsOf(node, bringer)) found.add(before);
  return nodes.filter((node) => found.has(node));
}

/** The slugs by which other nodes read what this one brings. */
function slugsOf(node: DerivedNode): string[] {
  const columns = node.columns.flatMap(({ field, aliases = [] }) =>
    [field, ...aliases].map(({ slug }) => slug),
  );
  return node.kind === "keeping" ? [...columns, ...node.brings] : columns;
}

function bringersOf(nodes: readonly DerivedNode[]): Map<string, DerivedNode> {
  return new Map(nodes.flatMap((node) => slugsOf(node).map((slug) => [slug, node] as const)));
}

function readsOf(node: DerivedNode, bringer: ReadonlyMap<string, DerivedNode>): DerivedNode[] {
  return node.reads.flatMap((slug) => {
    const before = bringer.get(slug);
    return before ? [before] : [];
  });
}
