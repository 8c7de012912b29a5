import { CycleError, levelsOf, nodesOf } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

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
    const labels = new Map(nodes.map((node) => [node.key, node.columns[0]?.field.label ?? node.key]));
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
