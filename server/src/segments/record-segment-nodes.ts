import { asksInHours, subjectsOf } from "@perennial/rules";
import { sql } from "kysely";
import type { KeepingNode, NodeSource } from "../engine/index.ts";
import { membershipField } from "./membership-column.ts";
import { refreshMembers } from "./refresh-record-members.ts";
import { placeOf, type RecordObject, recordsOfAccounts } from "./segment-object.ts";
import { checkStoredRule } from "./segment-rule.ts";
import { type LinkKind, readLinkKinds, readSegments, type SegmentRow } from "./segments.sql.ts";

/** One node for each segment of contacts or organizations: what it asks of accounts, and that others may ask about it. */
export const recordSegmentNodes: NodeSource = async (db) => {
  const segments = (await readSegments(db)).filter((segment) => segment.object !== "account");
  if (segments.length === 0) return [];
  const kinds = await readLinkKinds(db);
  return segments.map((segment) =>
    nodeOf(segment, segment.object as RecordObject, kinds.get(segment.id) ?? []),
  );
};

/** How rules of other objects read the membership: `contact/segment:champions`, of an organization also by its accounts. */
export function recordMembershipSlugs(object: RecordObject, slug: string): string[] {
  const own = `${object}/${membershipField(slug)}`;
  return object === "organization" ? [own, `organization.${membershipField(slug)}`] : [own];
}

function nodeOf(segment: SegmentRow, object: RecordObject, links: readonly LinkKind[]): KeepingNode {
  return {
    kind: "keeping",
    key: `${segment.name} (${object}s)`,
    columns: [],
    brings: recordMembershipSlugs(object, segment.slug),
    reads: segment.reads,
    changesHourly: asksInHours(segment.rule),
    async keep({ tx, ctx, catalog, rules, env, accountIds }) {
      const checked = segment.rule && checkStoredRule(rules, segment.rule, object);
      // What a record says of itself is judged when it changes; here, what it asks of others, and what follows from facts.
      const fields = catalog.fieldsOf(object);
      const follows =
        checked &&
        "rule" in checked &&
        subjectsOf(checked.rule).some(
          (subject) => subject.kind !== "field" || fields.get(subject.slug)?.column.table === "derived",
        );
      if (!follows) return { changes: [], events: [] };
      // Locked in order: of two ticks with accounts of one organization the later one sees what the first has written.
      const { rows } = await sql<{ id: string }>`
        select r.id from ${sql.table(placeOf(object).table)} r
         where r.id in (${recordsOfAccounts(object, accountIds)}) order by r.id for no key update
      `.execute(tx);
      return refreshMembers(
        tx,
        ctx,
        segment,
        links,
        { rules, env },
        rows.map((row) => row.id),
      );
    },
  };
}
