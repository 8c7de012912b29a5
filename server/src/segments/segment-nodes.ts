import { asksInHours } from "@perennial/rules";
import { sql } from "kysely";
import type { Announce, ExpressionNode, NodeSource } from "../engine/index.ts";
import { announcerOf } from "./announce-membership.ts";
import { membership } from "./membership.sql.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { type LinkKind, readLinkKinds, readSegments, type SegmentRow } from "./segments.sql.ts";

/** One column of accounts for each segment: who is in it. */
export const segmentNodes: NodeSource = async (db) => {
  const segments = (await readSegments(db)).filter((segment) => segment.object === "account");
  const kinds = await readLinkKinds(db);
  const announce = announcerOf(segments);
  return segments.map((segment) => nodeOf(segment, kinds.get(segment.id) ?? [], announce));
};

function nodeOf(segment: SegmentRow, links: readonly LinkKind[], announce: Announce): ExpressionNode {
  const column = membershipColumn(segment.slug);
  return {
    kind: "expression",
    key: membershipField(segment.slug),
    columns: [
      {
        name: column,
        field: {
          slug: membershipField(segment.slug),
          label: segment.name,
          group: "Segments",
          type: "boolean",
          description: segment.description,
        },
        whenMissing: false,
        isTracked: true,
      },
    ],
    reads: segment.reads,
    changesHourly: asksInHours(segment.rule),
    expressions: (environment) => ({
      [column]: membership(segment, links, environment, sql`coalesce(${sql.id("r_d", column)}, false)`),
    }),
    announce,
  };
}
