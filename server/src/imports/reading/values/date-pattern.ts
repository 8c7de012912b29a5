/** The parts of a written date and time, as numbers; what is not written is absent. */
export type DateParts = {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
};

/** A date as it stands in a text, and the time zone behind it if there is one. */
export type WrittenParts = { parts: DateParts; zone?: string };

/** A map's `dateFormat`, made ready: reads a text written that way, or nothing. */
export type DatePattern = { format: string; read(text: string): WrittenParts | undefined };

const time =
  /(?:[T\s,]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s*(?:(?<half>[ap])\.?m\.?)?)?/i
    .source;
const zone = /\s*(?<zone>Z|UTC|GMT|[-+]\d{2}:?\d{2}|[-+]\d{2})?/i.source;

/** What may follow a date: a time of day, a zone, the end. */
export const afterDate = `${time}${zone}$`;

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** The month (1–12) of an English name or its abbreviation of three letters or more. */
export function monthOfName(name: string): number | undefined {
  const word = name.toLowerCase().replace(/\.$/, "");
  const at = monthNames.indexOf(word.slice(0, 3));
  if (at === -1) return undefined;
  const full = "january february march april may june july august september october november december".split(
    " ",
  )[at];
  return full?.startsWith(word) || word === "sept" ? at + 1 : undefined;
}

/** Two digits mean 1970–2069. */
export function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

const tokens: Record<string, string> = {
  yyyy: "(?<year>\\d{4})",
  yy: "(?<year>\\d{2})",
  MMMM: "(?<monthName>\\p{L}+\\.?)",
  MMM: "(?<monthName>\\p{L}+\\.?)",
  MM: "(?<month>\\d{1,2})",
  M: "(?<month>\\d{1,2})",
  dd: "(?<day>\\d{1,2})",
  d: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  H: "(?<hour>\\d{1,2})",
  hh: "(?<hour>\\d{1,2})",
  h: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  a: "(?<half>[AaPp])\\.?[Mm]\\.?",
};

/**
 * Compiles a `dateFormat` of the usual letters (`yyyy yy MMMM MMM MM M dd d HH H hh h mm ss a`, quoted text in single
 * quotes). A time of day may follow a format that has none. Undefined when a letter is unknown, or year, month or day is missing.
 */
export function compileDatePattern(format: string): DatePattern | undefined {
  let source = "";
  const seen: string[] = [];
  for (const [piece, quoted] of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']/g)) {
    const token = tokens[piece];
    if (quoted !== undefined) source += RegExp.escape(quoted);
    else if (token !== undefined) source += token;
    else if (/^[A-Za-z]/.test(piece)) return undefined;
    else source += RegExp.escape(piece);
    seen.push(piece);
  }
  const hasTime = seen.some((piece) => /^[Hh]/.test(piece));
  const isComplete = [/^y/, /^M/, /^d/].every(
    (letter) => seen.filter((piece) => letter.test(piece)).length === 1,
  );
  if (!isComplete) return undefined;
  let expression: RegExp;
  try {
    expression = new RegExp(`^${source}${hasTime ? `${zone}$` : afterDate}`, "iu");
  } catch {
    return undefined;
  }
  return { format, read: (text) => partsOf(expression.exec(text.trim())?.groups) };
}

function partsOf(groups: Record<string, string | undefined> | undefined): WrittenParts | undefined {
  if (!groups) return undefined;
  const month = groups.monthName === undefined ? Number(groups.month) : monthOfName(groups.monthName);
  return month === undefined ? undefined : writtenParts(groups, { month, day: Number(groups.day) });
}

/** Puts the named groups of a date expression together. */
export function writtenParts(
  groups: Record<string, string | undefined>,
  { month, day }: { month: number; day: number },
): WrittenParts {
  const parts: DateParts = { year: fullYear(groups.year ?? ""), month, day };
  if (groups.hour !== undefined) {
    parts.hour = hourOf(groups.hour, groups.half);
    parts.minute = Number(groups.minute ?? 0);
    parts.second = Number(groups.second ?? 0);
  }
  return { parts, ...(groups.zone && { zone: groups.zone }) };
}

/** The hour of a day from an hour and, if written, the half of the day. */
function hourOf(hour: string, half: string | undefined): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}
