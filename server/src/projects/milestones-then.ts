import { sql } from "kysely";
import type { TableThen } from "../objects/index.ts";

/** Milestones come with their project; what each was is told by the history of its fields. */
export const milestonesThen: TableThen = {
  table: "milestones",
  columns: ({ instant }) => {
    const then = (column: string, field: string) => sql`coalesce((
      select jsonb_build_object('was', case when bool_or(h.at <= ${instant})
               then (array_agg(h.new order by h.at desc, h.id desc) filter (where h.at <= ${instant}))[1]
               else (array_agg(h.old order by h.at, h.id))[1] end)
        from public.history h
       where h.account_id = x.account_id and h.object = 'milestone' and h.object_id = x.id and h.field = ${field}
      having count(*) > 0), jsonb_build_object('was', x.${sql.id(column)})) ->> 'was'`;
    return {
      name: then("name", "name"),
      due_on: sql`(${then("due_on", "dueOn")})::date`,
      completed_on: sql`(${then("completed_on", "completedOn")})::date`,
    };
  },
  others: ["account_id", "id", "project_id", "position"],
  where: () => sql`true`,
};
