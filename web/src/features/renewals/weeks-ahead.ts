import type { Aggregate } from "@perennial/contract";

/** How far the timeline looks ahead. */
export const daysAhead = 180;

/** The Mondays of the weeks from today on, as far as the timeline looks. */
export function weeksAhead(today: Temporal.PlainDate): string[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const last = today.add({ days: daysAhead });
  const weeks = Math.floor(monday.until(last, { largestUnit: "days" }).days / 7) + 1;
  return Array.from({ length: weeks }, (_, at) => monday.add({ days: 7 * at }).toString());
}

type Group = Aggregate["rows"][number];

/** The groups of a rating (null: of none), week by week; undefined where nothing is due. */
export function groupsByWeek(
  groups: readonly Group[],
  weeks: readonly string[],
  rating: string | null,
): (Group | undefined)[] {
  const ofRating = new Map(
    groups.flatMap((group) => {
      const [week, rated] = group.keys;
      return rated?.value === rating ? [[week?.value, group] as const] : [];
    }),
  );
  return weeks.map((week) => ofRating.get(week));
}
