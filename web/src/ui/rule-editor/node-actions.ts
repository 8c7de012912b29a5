import type { RuleJson } from "@perennial/rules";

/** What can be done with one condition or group where it stands among others. */
export type NodeActions = {
  remove: () => void;
  duplicate: () => void;
  /** Puts it into a group of its own. */
  wrap: () => void;
  /** One place up or down; absent where it is the first or the last. */
  moveUp?: () => void;
  moveDown?: () => void;
};

/** The actions of the member at a place; `write` gets the members as they then are, and where to go on with the keyboard. */
export function actionsOf(
  nodes: readonly RuleJson[],
  at: number,
  write: (nodes: readonly RuleJson[], focusAt: number) => void,
): NodeActions {
  const node = nodes[at];
  if (node === undefined) throw new Error(`A group of ${nodes.length} has no member ${at}.`);
  const moved = (to: number) => () => write(nodes.toSpliced(at, 1).toSpliced(to, 0, node), to);
  return {
    remove: () => write(nodes.toSpliced(at, 1), Math.min(at, nodes.length - 2)),
    duplicate: () => write(nodes.toSpliced(at + 1, 0, structuredClone(node)), at + 1),
    wrap: () => write(nodes.with(at, { any: [node] }), at),
    ...(at > 0 && { moveUp: moved(at - 1) }),
    ...(at < nodes.length - 1 && { moveDown: moved(at + 1) }),
  };
}
