/** How numbers, money and dates are written everywhere. Pure: dates are counted from the `today` given. */

const minus = "−";
const locale = "en-US";

function withTrueMinus(text: string): string {
  return text.replaceAll("-", minus);
}

/** Decimal strings are given to Intl as they are: it rounds them exactly, a float would not. */
function decimal(value: string | number): number {
  return value as number;
}

const formats = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

/** `1240000` → `1,240,000`; at most `digits` decimals (default 2). What rounds to zero has no sign. */
export function formatNumber(value: string | number, digits = 2): string {
  return withTrueMinus(
    numberFormat({ maximumFractionDigits: digits, signDisplay: "negative" }).format(decimal(value)),
  );
}

/** `$1.24M`, `$148.5K`, `$950`: short enough for a heading. Without currency: `1.24M`. */
export function formatMoneyShort(amount: string | number, currency?: string): string {
  const size = Math.abs(Number(amount));
  const [divisor, suffix, digits, fixed] =
    size >= 999_500_000
      ? [1e9, "B", 2, 2]
      : size >= 999_500
        ? [1e6, "M", 2, 2]
        : size >= 1_000
          ? [1e3, "K", 1, 0]
          : [1, "", 0, 0];
  const style: Intl.NumberFormatOptions = currency
    ? { style: "currency", currency, currencyDisplay: "narrowSymbol" }
    : {};
  const text = numberFormat({ ...style, minimumFractionDigits: fixed, maximumFractionDigits: digits }).format(
    Number(amount) / divisor,
  );
  return withTrueMinus(text) + suffix;
}

/** `$1,240,000.00`: every digit. Whole amounts may drop their cents with `whole`. */
export function formatMoneyExact(amount: string | number, currency?: string, whole = false): string {
  const style: Intl.NumberFormatOptions = currency
    ? { style: "currency", currency, currencyDisplay: "narrowSymbol" }
    : {};
  const cents = whole && Number.isInteger(Number(amount)) ? 0 : 2;
  return withTrueMinus(
    numberFormat({ ...style, minimumFractionDigits: cents, maximumFractionDigits: cents }).format(
      decimal(amount),
    ),
  );
}

/** `$8,273,942`: to the unit of the currency, for sums. */
export function formatMoneyWhole(amount: string | number, currency: string): string {
  const style: Intl.NumberFormatOptions = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  return withTrueMinus(numberFormat({ ...style, maximumFractionDigits: 0 }).format(decimal(amount)));
}

/** A fraction as percent: `0.918` → `91.8 %`. */
export function formatPercent(fraction: string | number, digits = 1): string {
  const text = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Number(fraction) * 100,
  );
  return `${withTrueMinus(text)} %`;
}

/** Puts `+` before what grew; `−` stands there already. */
export function withSign(text: string, value: string | number): string {
  return Number(value) > 0 ? `+${text}` : text;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2027-03-12` → `12 Mar 2027`. */
export function formatDate(date: Temporal.PlainDate | string): string {
  const day = Temporal.PlainDate.from(date);
  return `${String(day.day).padStart(2, "0")} ${months[day.month - 1]} ${day.year}`;
}

/** `in 110 days`, `3 days ago`, `today`. */
export function formatDaysAway(date: Temporal.PlainDate | string, today: Temporal.PlainDate): string {
  const days = daysAway(date, today);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** Whole days from today to the date; negative in the past. */
export function daysAway(date: Temporal.PlainDate | string, today: Temporal.PlainDate): number {
  return today.until(Temporal.PlainDate.from(date), { largestUnit: "days" }).days;
}

/** `12 Mar 2027, 14:05` in the time zone given. */
export function formatInstant(instant: Temporal.Instant | string, timeZone: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return `${formatDate(at.toPlainDate())}, ${at.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 days ago`, then the date. */
export function formatAgo(
  instant: Temporal.Instant | string,
  now: Temporal.Instant,
  timeZone: string,
): string {
  const at = Temporal.Instant.from(instant);
  const seconds = Math.round(at.until(now).total("seconds"));
  const future = seconds < 0;
  const minutes = Math.floor(Math.abs(seconds) / 60);
  if (minutes < 1) return "just now";
  if (minutes < 60) return future ? `in ${minutes} min` : `${minutes} min ago`;
  if (minutes < 24 * 60)
    return future ? `in ${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ago`;
  const date = at.toZonedDateTimeISO(timeZone).toPlainDate();
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  return Math.abs(daysAway(date, today)) <= 30 ? formatDaysAway(date, today) : formatDate(date);
}

/** The name of a month, 1 to 12. */
export function monthName(month: number): string {
  const format = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
  return format.format(Date.UTC(2024, month - 1, 1));
}

/** A forecast's period by the name the API gives it: `2027-Q1` as `Q1 2027`, `2027-03` as `March 2027`, `2027` as `fiscal year 2027`. */
export function periodLabel(period: string): string {
  const [year = "", part] = period.split("-");
  if (part === undefined) return `fiscal year ${year}`;
  if (part.startsWith("Q")) return `${part} ${year}`;
  return `${monthName(Number(part))} ${year}`;
}

/** `3 renewals`, `1 renewal`: a count with its noun; give the plural where adding s is wrong. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `12 s`, `4 min`, `2 h 05 min`: time left, from seconds. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
