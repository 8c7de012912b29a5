import { z } from "zod";
import { assertUnread } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { readScore } from "./health.sql.ts";
import {
  coverageField,
  labelField,
  modelField,
  oldestField,
  overrideField,
  scoreField,
} from "./health-columns.ts";

/** Archives a score: it is no field any more and is not kept true. Its versions and history stay. */
export const archiveHealthScore = command({
  name: "health-scores.archive",
  permission: "health-scores.write",
  input: z.object({ slug: z.string() }),
  async run({ app, tx, ctx, input: { slug } }) {
    const row = await readScore(tx, slug);
    if (row.archived_at !== null) return { result: { id: row.id } };
    if (row.is_primary) {
      throw problem(
        "conflict",
        `“${row.name}” is the primary score, which views, segments and baselines go by. Make another score the primary one first.`,
      );
    }
    await raiseDefinitionVersion(tx);
    const fields = [scoreField, labelField, coverageField, modelField, overrideField, oldestField];
    const slugs = fields.map((fieldOf) => fieldOf(row.slug));
    await assertUnread(app, tx, { name: row.name, slugs });
    const archivedAt = ctx.now.toString();
    await tx
      .updateTable("health_scores")
      .set({ archived_at: archivedAt, updated_at: archivedAt })
      .where("id", "=", row.id)
      .execute();
    const ref = { object: "health-score", objectId: row.id, accountId: null };
    return {
      result: { id: row.id },
      changes: [{ ...ref, field: "archivedAt", old: null, new: archivedAt }],
      events: [{ ...ref, name: "health-score.archived" }],
    };
  },
});
