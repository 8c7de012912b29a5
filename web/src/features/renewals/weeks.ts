import type { Renewal } from "@perennial/contract";

/** A week from Monday to Sunday with the renewals that fall due in it, the largest first. */
export type Week = { readonly from: string; readonly to: string; readonly rows: readonly Renewal[] };

/** Every week from the first due date to the last, empty ones among them. */
export function weeksOf(rows: readonly Renewal[]): Week[] {
  const dated = rows.flatMap((renewal) =>
    renewal.dueOn ? [{ renewal, due: Temporal.PlainDate.from(renewal.dueOn) }] : [],
  );
  const monday = (date: Temporal.PlainDate) => date.subtract({ days: date.dayOfWeek - 1 });
  const byWeek = Map.groupBy(dated, ({ due }) => monday(due).toString());
  const days = dated.map(({ due }) => due).sort(Temporal.PlainDate.compare);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const weeks: Week[] = [];
  for (let from = monday(first); Temporal.PlainDate.compare(from, last) <= 0; from = from.add({ days: 7 })) {
    const due = (byWeek.get(from.toString()) ?? []).map(({ renewal }) => renewal);
    due.sort((a, b) => Number(b.targetArr) - Number(a.targetArr));
    weeks.push({ from: from.toString(), to: from.add({ days: 6 }).toString(), rows: due });
  }
  return weeks;
}
