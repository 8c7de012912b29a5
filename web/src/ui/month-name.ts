/** The name of a month, 1 to 12. */
export function monthName(month: number): string {
  const format = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
  return format.format(Date.UTC(2024, month - 1, 1));
}
