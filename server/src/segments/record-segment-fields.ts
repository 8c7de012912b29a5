import type { Db, Tx } from "../kernel/db.ts";
import type { ComputedField } from "../objects/index.ts";
import { membershipField } from "./membership-column.ts";
import { readSegments } from "./segments.sql.ts";

/** Membership of contacts and organizations as rules ask about it. */
export async function recordSegmentFields(db: Db | Tx): Promise<ComputedField[]> {
  const segments = (await readSegments(db)).filter((segment) => segment.object !== "account");
  return segments.map(
    (segment): ComputedField => ({
      of: segment.object,
      slug: membershipField(segment.slug),
      label: segment.name,
      type: "segment",
      hasHistory: true,
      sql: {
        expression: ({ column, param }) =>
          `EXISTS (SELECT FROM "segment_members" "sm" WHERE "sm"."object_id" = ${column("id")} AND "sm"."segment_id" = ${param(segment.id, "uuid")})`,
      },
    }),
  );
}
