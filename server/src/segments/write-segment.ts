import { isDeepStrictEqual } from "node:util";
import { segmentInput, segmentPatch } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { z } from "zod";
import { checkOrder } from "../engine/index.ts";
import { command, type Json } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumns, raiseDefinitionVersion } from "../objects/index.ts";
import { membershipColumn } from "./membership-column.ts";
import { requestMembers } from "./request-members.ts";
import { checkDefiningRule } from "./segment-rule.ts";
import { readSegment } from "./segments.sql.ts";

/** Defines a segment, makes its column and has its members worked out over all accounts. */
export const createSegment = command({
  name: "segments.create",
  permission: "segments.write",
  input: segmentInput.extend({ isShipped: z.boolean().default(false) }),
  async run({ app, tx, ctx, input }) {
    const taken = await tx
      .selectFrom("segments")
      .select(["name", "archived_at"])
      .where("slug", "=", input.slug)
      .executeTakeFirst();
    if (taken) {
      const advice = taken.archived_at
        ? "It is archived: restore it, or choose another slug."
        : "Choose another slug.";
      throw problem("conflict", `There is a segment with the slug “${input.slug}” already. ${advice}`);
    }
    const reads = input.rule === null ? [] : await checkDefiningRule(app, tx, input.rule, input.object);
    // Takes turns with every other definition, so that no two of them can close a circle together.
    await raiseDefinitionVersion(tx);
    const id = newId(ctx.now);
    const now = ctx.now.toString();
    await tx
      .insertInto("segments")
      .values({
        id,
        slug: input.slug,
        name: input.name,
        description: input.description,
        object: input.object,
        rule: input.rule === null ? null : JSON.stringify(input.rule),
        reads,
        tone: input.tone,
        is_shipped: input.isShipped,
        created_at: now,
        updated_at: now,
      })
      .execute();
    await checkOrder(app, tx, "rule");
    if (input.object === "account") {
      await addColumns(tx, "account_derived", [{ name: membershipColumn(input.slug), type: "boolean" }]);
    }
    await requestMembers(tx, ctx, input, `Segment “${input.name}” was created`);
    return {
      result: { id },
      changes: changesBetween("segment", { id, accountId: null }, {}, recorded(input)),
      events: [{ name: "segment.created", object: "segment", objectId: id, accountId: null }],
    };
  },
});

/** Changes a segment. A changed rule is asked again of all accounts, and so is what reads the segment. */
export const updateSegment = command({
  name: "segments.update",
  permission: "segments.write",
  input: z.object({ slug: z.string(), patch: segmentPatch }),
  async run({ app, tx, ctx, input: { slug, patch } }) {
    const row = await readSegment(tx, slug, { isLocked: true });
    const before = { name: row.name, description: row.description, rule: row.rule, tone: row.tone };
    const after = { ...before, ...given(patch) };
    const isRuleChanged = !isDeepStrictEqual(before.rule, after.rule);
    const reads = !isRuleChanged
      ? row.reads
      : after.rule === null
        ? []
        : await checkDefiningRule(app, tx, after.rule, row.object);
    await raiseDefinitionVersion(tx);
    await tx
      .updateTable("segments")
      .set({
        name: after.name,
        description: after.description,
        rule: after.rule === null ? null : JSON.stringify(after.rule),
        reads,
        tone: after.tone,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", row.id)
      .execute();
    if (isRuleChanged) {
      await checkOrder(app, tx, "rule");
      await requestMembers(tx, ctx, row, `The rule of segment “${after.name}” changed`);
    }
    return {
      result: { id: row.id },
      changes: changesBetween("segment", { id: row.id, accountId: null }, recorded(before), recorded(after)),
      events: [{ name: "segment.updated", object: "segment", objectId: row.id, accountId: null }],
    };
  },
});

type Recorded = { name: string; description: string; rule: RuleJson | null; tone: string };

function recorded({ name, description, rule, tone }: Recorded): Record<string, Json> {
  return { name, description, rule: rule as Json, tone };
}

/** The keys that a patch gives; those it leaves out stay. */
function given(
  patch: z.infer<typeof segmentPatch>,
): Partial<Recorded & { tone: z.infer<typeof segmentInput>["tone"] }> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
