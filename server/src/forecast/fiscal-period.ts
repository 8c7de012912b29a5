/** A span of calendar dates that forecasts are made for. Both days belong to it. */
export type Period = {
  readonly name: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
};

/**
 * The dates of `2027` (the fiscal year that ends in 2027), `2027-Q1` (its first quarter) or `2027-03` (a calendar month).
 * With a fiscal year that is the calendar year these are the usual ones.
 * @param startMonth month in which the company's fiscal year begins, 1–12
 */
export function periodOf(name: string, startMonth: number): Period {
  const [year = "", part] = name.split("-");
  if (part !== undefined && !part.startsWith("Q"))
    return spanOf(name, Temporal.PlainDate.from(`${name}-01`), 1);
  const begins = Temporal.PlainDate.from({
    year: Number(year) - (startMonth === 1 ? 0 : 1),
    month: startMonth,
    day: 1,
  });
  if (part === undefined) return spanOf(name, begins, 12);
  return spanOf(name, begins.add({ months: (Number(part.slice(1)) - 1) * 3 }), 3);
}

function spanOf(name: string, from: Temporal.PlainDate, months: number): Period {
  return { name, from, to: from.add({ months }).subtract({ days: 1 }) };
}

/** The fiscal quarter that a date lies in. */
export function quarterOf(date: Temporal.PlainDate, startMonth: number): Period {
  const monthsIn = (date.month - startMonth + 12) % 12;
  const begins = date.with({ day: 1 }).subtract({ months: monthsIn });
  const year = startMonth === 1 ? begins.year : begins.year + 1;
  return periodOf(`${year}-Q${Math.floor(monthsIn / 3) + 1}`, startMonth);
}

/** The period of the same length just before, or as many years before. */
export function periodBefore(period: Period, by: "period" | "year", startMonth: number): Period {
  const { name } = period;
  const [year = "", part] = name.split("-");
  if (by === "year") return periodOf([Number(year) - 1, ...(part ? [part] : [])].join("-"), startMonth);
  if (part === undefined) return periodOf(String(Number(year) - 1), startMonth);
  if (part.startsWith("Q")) return quarterOf(period.from.subtract({ days: 1 }), startMonth);
  return periodOf(period.from.subtract({ days: 1 }).toString().slice(0, 7), startMonth);
}
