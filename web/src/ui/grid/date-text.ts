const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function dateOf(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

function fullYear(text: string | undefined, today: Temporal.PlainDate): number {
  if (!text) return today.year;
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/**
 * A date as people type and as spreadsheets paste it: `2027-03-12`, `12 Mar 2027`, `Mar 12, 2027`, `12.3.2027`,
 * `today`, `tomorrow`, `+30`. With slashes only where day and month cannot be confused. Undefined when unclear.
 */
export function parseDate(text: string, today: Temporal.PlainDate): string | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === "today") return today.toString();
  if (typed === "tomorrow") return today.add({ days: 1 }).toString();
  const days = /^([+-]\d{1,4})d?$/.exec(typed);
  if (days) return today.add({ days: Number(days[1]) }).toString();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(typed);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?$/.exec(typed);
  if (dotted) return dateOf(fullYear(dotted[3], today), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(typed);
  if (slashed) {
    const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), fullYear(slashed[3], today)];
    if (first > 12 || first === second) return dateOf(year, second, first);
    return second > 12 ? dateOf(year, first, second) : undefined;
  }
  const dayFirst = /^(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?,?\s*(\d{2}|\d{4})?$/.exec(typed);
  if (dayFirst)
    return dateOf(
      fullYear(dayFirst[3], today),
      monthNames.indexOf(dayFirst[2] ?? "") + 1,
      Number(dayFirst[1]),
    );
  const monthFirst = /^([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s*(\d{2}|\d{4})?$/.exec(typed);
  if (monthFirst)
    return dateOf(
      fullYear(monthFirst[3], today),
      monthNames.indexOf(monthFirst[1] ?? "") + 1,
      Number(monthFirst[2]),
    );
  return undefined;
}
