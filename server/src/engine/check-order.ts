import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { CycleError, levelsOf } from "./graph.ts";
import type { DerivedNode, ExpressionNode } from "./node.ts";
import { nodesOf } from "./nodes.ts";

/**
 * Makes sure that derived values, as this transaction defines them, do not read one another in a circle.
 * @throws Problem `invalid-input` with the loop spelled out
 */
export async function checkOrder(app: App, tx: Tx, path: string): Promise<void> {
  const nodes = await nodesOf(app, tx);
  try {
    levelsOf(nodes);
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    const labels = new Map(nodes.map((node) => [node.key, labelOf(node)]));
    const loop = error.path.map((key) => labels.get(key) ?? key).join(" → ");
    throw problem(
      "invalid-input",
      `This would ask about itself: ${loop}. Take one of these conditions out.`,
      {
        fields: [{ path, message: `asks about itself: ${loop}` }],
      },
    );
  }
}

/**
 * The circle that a node would close if it brought the field `slug` and read these: its fields in order, or nothing. It
 * stands in place of the node that brings the field now.
 */
export async function circleThrough(
  app: App,
  db: Db | Tx,
  slug: string,
  reads: readonly string[],
): Promise<{ slugs: string[]; labels: string[] } | undefined> {
  const nodes = await nodesOf(app, db);
  const present = nodes.flatMap((node) => node.columns).find((column) => column.field.slug === slug);
  const label = present?.field.label ?? slug.replace(/^\w+:/, "");
  const field = { slug, label, group: "", type: "text" } as const;
  const planned: ExpressionNode = {
    kind: "expression",
    key: slug,
    columns: [{ name: "planned", field }],
    reads,
    expressions: () => ({}),
  };
  const others = nodes.filter((node) => !node.columns.some((column) => column.field.slug === slug));
  try {
    levelsOf([...others, planned]);
    return undefined;
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    const circle = error.path.map((key) => others.find((node) => node.key === key) ?? planned);
    return {
      slugs: circle.flatMap((node) => node.columns.map((column) => column.field.slug)),
      labels: circle.map((node) => labelOf(node)),
    };
  }
}

/**
 * Makes sure that nothing else is worked out from these fields, before what brings them goes.
 * @throws Problem `conflict` naming what reads them
 */
export async function assertUnread(
  app: App,
  tx: Tx,
  {
    name,
    slugs,
    advice = "Change these first.",
  }: { name: string; slugs: readonly string[]; advice?: string },
): Promise<void> {
  const own = new Set(slugs);
  const readers = (await nodesOf(app, tx)).filter(
    ({ columns, reads }) =>
      reads.some((slug) => own.has(slug)) && !columns.some(({ field }) => own.has(field.slug)),
  );
  if (readers.length === 0) return;
  const names = [...new Set(readers.map(labelOf))].join(", ");
  throw problem("conflict", `“${name}” is asked about by: ${names}. ${advice}`);
}

/** What a reader calls it. */
function labelOf(node: DerivedNode): string {
  return node.columns[0]?.field.label ?? node.key;
}
