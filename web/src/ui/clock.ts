/**
 * The web application's only clock. The server may live in another time (a virtual clock) and another time
 * zone than the browser: both are taken from it, so that "in 110 days" is counted in the company's days.
 */
let skew = Temporal.Duration.from({ seconds: 0 });
let companyTimeZone = Temporal.Now.timeZoneId();
let pastDay: Temporal.PlainDate | undefined;

/** Sets this clock by the server's: `now` an RFC 3339 instant, `timeZone` an IANA name. */
export function syncClock(server: { now?: string; timeZone?: string }): void {
  if (server.now) skew = Temporal.Now.instant().until(Temporal.Instant.from(server.now));
  if (server.timeZone) companyTimeZone = server.timeZone;
}

/** The instant it is for the server. */
export function now(): Temporal.Instant {
  return Temporal.Now.instant().add(skew);
}

/** While a page reads the past, its days are counted from that day; undefined: from today again. */
export function countFrom(day: Temporal.PlainDate | undefined): void {
  pastDay = day;
}

/** The date from which days are counted: that of now in the company's time zone, or the day as of which a page reads. */
export function today(): Temporal.PlainDate {
  return pastDay ?? presentDay();
}

/** The instant from which “3 days ago” is counted: now, or the end of the day as of which a page reads. */
export function readingTime(): Temporal.Instant {
  if (pastDay === undefined) return now();
  const end = pastDay.add({ days: 1 }).toZonedDateTime({ timeZone: companyTimeZone }).toInstant();
  return Temporal.Instant.compare(end, now()) < 0 ? end : now();
}

/** The date it is in the company's time zone. */
export function presentDay(): Temporal.PlainDate {
  return now().toZonedDateTimeISO(companyTimeZone).toPlainDate();
}

/** The company's time zone, an IANA name. */
export function timeZone(): string {
  return companyTimeZone;
}
