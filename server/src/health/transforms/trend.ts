import { sql } from "kysely";
import { lineProblems, pointsAlong, pointsOfValue, printedLine } from "./line.ts";
import { type Asked, type TransformProblem, transformRecord } from "./transform-record.ts";

type By = "percent" | "amount";

/** The field that holds the change of a metric against the window before it. */
function changeOf(field: string, by: By): string {
  return `${field}.${by === "percent" ? "changePct" : "change"}`;
}

function* trendProblems(by: By, { field, labelOf }: Asked): Generator<TransformProblem> {
  if (field !== undefined && labelOf(changeOf(field, by)) === undefined) {
    yield {
      path: "",
      message: `${labelOf(field) ?? field} is no metric: it has no window before to change from`,
    };
  }
}

/** The change of a metric against the window before, along a line. */
export const trend = transformRecord<"trend">({
  kind: "trend",
  takes: "number",
  reads: ({ by }, field) => (field === undefined ? [] : [changeOf(field, by)]),
  *problems(transform, asked) {
    yield* trendProblems(transform.by, asked);
    yield* lineProblems(transform);
  },
  sql(transform, seen, { field, columnOf }) {
    const change = field === undefined ? undefined : columnOf(changeOf(field, transform.by));
    return change
      ? pointsAlong(transform, sql`(case when ${seen} is not null then ${change} end)`)
      : sql`null::numeric`;
  },
  points(transform, _seen, { field, seenOf }) {
    const change = field === undefined ? null : seenOf(changeOf(field, transform.by));
    return change === null ? null : pointsOfValue(transform, Number(change));
  },
  print: (transform) =>
    `Change against the window before: ${printedLine(transform, transform.by === "percent" ? " %" : "")}`,
});
