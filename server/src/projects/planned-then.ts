import { type RawBuilder, sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import { isPast, type Kept, recordsThen, tablesStandIn, withQueries } from "../objects/index.ts";
import { milestonesThen } from "./milestones-then.ts";
import { taskType } from "./task-type.ts";

const kept: readonly Kept[] = [
  ...taskType.builtIns,
  { slug: "projectId", column: { name: "project_id" } },
  { slug: "archivedAt", column: { name: "archived_at" } },
];
const columns = ["account_id", "id", "project_id", "status", "due_on", "completed_at", "archived_at"];

/** A select over tasks and milestones as a context reads them: as they stand, or as they were. */
export function planned<Row>(ctx: Context, select: RawBuilder<Row>): RawBuilder<Row> {
  if (!isPast(ctx)) return select;
  const tasks = recordsThen(ctx, taskType, kept, "each", { columns });
  return withQueries(
    [sql`tasks as not materialized (${tasks})`, ...tablesStandIn(ctx, [milestonesThen])],
    select,
  ) as RawBuilder<Row>;
}
