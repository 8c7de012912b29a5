import { type RawBuilder, sql } from "kysely";
import type { UsualNumber } from "../../segments/index.ts";
import {
  type Asked,
  type MemoryBeside,
  type SqlBeside,
  segmentField,
  type TransformProblem,
} from "./transform-record.ts";

type InSegments = { segments: readonly string[] };

/** Only metrics have something usual: it is worked out of their values. */
export function* usualProblems(
  { segments }: InSegments,
  { field, labelOf }: Asked,
): Generator<TransformProblem> {
  if (field !== undefined && !/^metric:[^.]+$/.test(field)) {
    yield {
      path: "",
      message: `${labelOf(field) ?? field} is no metric: only of metrics is it known what is usual`,
    };
  }
  for (const [index, segment] of segments.entries()) {
    if (labelOf(segmentField(segment)) === undefined) {
      yield { path: `segments[${index}]`, message: `there is no segment of accounts “${segment}”` };
    }
  }
}

export function segmentsRead({ segments }: InSegments): string[] {
  return segments.map(segmentField);
}

/** `case when in A then … when in B then … end`: the first segment that the account is in decides, also where it knows nothing. */
export function ofFirstSegment(
  { segments }: InSegments,
  { field, usual, columnOf }: SqlBeside,
  pointsBy: (known: UsualNumber) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const cases = segments.flatMap((segment) => {
    const isIn = columnOf(segmentField(segment));
    if (!isIn) return [];
    return [sql`when ${isIn} then ${pointsBy(usual.get(field ?? "")?.get(segment) ?? {})}`];
  });
  return cases.length === 0 ? sql`null::numeric` : sql`case ${sql.join(cases, sql` `)} end`;
}

/** The same in memory: what is usual in the first segment that the account is in. */
export function usualOfFirst(
  { segments }: InSegments,
  { field, usual, seenOf }: MemoryBeside,
): UsualNumber | undefined {
  const first = segments.find((segment) => seenOf(segmentField(segment)) === true);
  return first === undefined ? undefined : usual.get(field ?? "")?.get(first);
}

export function printedSegments({ segments }: InSegments, nameOf: (slug: string) => string): string {
  return segments.map((segment) => nameOf(segmentField(segment))).join(", else ");
}
