import { z } from "zod";
import { assertUnread, checkOrder } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { membershipField } from "./membership-column.ts";
import { recordMembershipSlugs } from "./record-segment-nodes.ts";
import { requestMembers } from "./request-members.ts";
import { readSegment } from "./segments.sql.ts";

/** Archives or restores a segment. Its links and history stay; while archived it is no field and is not kept true. */
export const setSegmentArchived = command({
  name: "segments.set-archived",
  permission: "segments.write",
  input: z.object({ slug: z.string(), isArchived: z.boolean() }),
  async run({ app, tx, ctx, input: { slug, isArchived } }) {
    const row = await readSegment(tx, slug, { isLocked: true });
    if ((row.archived_at !== null) === isArchived) return { result: { id: row.id } };
    const slugs =
      row.object === "account" ? [membershipField(row.slug)] : recordMembershipSlugs(row.object, row.slug);
    await raiseDefinitionVersion(tx);
    if (isArchived) await assertUnread(app, tx, { name: row.name, slugs });
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx
      .updateTable("segments")
      .set({ archived_at: archivedAt, updated_at: ctx.now.toString() })
      .where("id", "=", row.id)
      .execute();
    if (!isArchived) await requestMembers(tx, ctx, row, `Segment “${row.name}” was restored`);
    if (!isArchived) await checkOrder(app, tx, "rule");
    const ref = { object: "segment", objectId: row.id, accountId: null };
    return {
      result: { id: row.id },
      changes: [{ ...ref, field: "archivedAt", old: row.archived_at, new: archivedAt }],
      events: [{ ...ref, name: isArchived ? "segment.archived" : "segment.restored" }],
    };
  },
});
