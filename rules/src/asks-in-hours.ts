/**
 * Whether a definition, a rule or anything that holds rules, asks for something in hours as it is written: `withinHours`,
 * `forHours` or `{count, unit: "hours"}`. Told without a catalog, so that also a rule that cannot be checked any more tells it.
 */
export function asksInHours(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  if ("withinHours" in json || "forHours" in json) return true;
  if ("unit" in json && json.unit === "hours" && "count" in json) return true;
  return Object.values(json).some(asksInHours);
}
