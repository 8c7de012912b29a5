import { type RawBuilder, sql } from "kysely";

/** What a meeting's status was at an instant, over its row: it came to what it came to when it was over, whenever that was entered. */
export function meetingStatusThen(row: "x" | "y", instant: RawBuilder<unknown>): RawBuilder<unknown> {
  const of = (name: string) => sql.id(row, name);
  return sql`case when ${of("at")} > ${instant} and ${of("status")} in ('held', 'missed') then 'scheduled' else ${of("status")} end`;
}
