import { z } from "zod";
import { limits } from "./limits.ts";

const hoursMessage = `Give a whole number of hours from 1 to ${limits.windowHours}.`;

/** How a count of events is compared. */
export const countOperators = ["at-least", "at-most", "exactly", "more-than", "fewer-than"] as const;

const count = z.int().min(0).max(limits.count);

/** How many of the related records have to fit. */
export const quantifierJson = z.union(
  [
    z.strictObject({ kind: z.enum(["any", "none", "all"]) }),
    z.strictObject({ kind: z.enum(["at-least", "at-most", "exactly"]), count }),
  ],
  { error: "Write {kind} with any, none, all, or {kind, count} with at-least, at-most, exactly." },
);

/** How many events are asked for. */
export const eventCountJson = z.strictObject(
  { op: z.enum(countOperators), value: count },
  { error: `Write {op, value} with op one of ${countOperators.join(", ")} and a whole value.` },
);

/** So many calendar days back, today included. */
export const withinDaysJson = z
  .int({ error: `Give a whole number of days from 1 to ${limits.windowDays}.` })
  .min(1, `Give a whole number of days from 1 to ${limits.windowDays}.`)
  .max(limits.windowDays, `Give a whole number of days from 1 to ${limits.windowDays}.`);

/** So many hours back. */
export const withinHoursJson = z
  .int({ error: hoursMessage })
  .min(1, hoursMessage)
  .max(limits.windowHours, hoursMessage);

/** A rule as it is stored and sent. What its names mean is checked against a catalog by `checkRule`. */
export type RuleJson =
  | { all: RuleJson[] }
  | { any: RuleJson[] }
  | { not: RuleJson }
  | {
      subject: string;
      op: string;
      value?: unknown;
      forDays?: number | undefined;
      forHours?: number | undefined;
    }
  | { related: string; quantifier?: z.infer<typeof quantifierJson> | undefined; where?: RuleJson | undefined }
  | {
      events: string;
      count?: z.infer<typeof eventCountJson> | undefined;
      withinDays?: number | undefined;
      withinHours?: number | undefined;
      where?: RuleJson | undefined;
    }
  | {
      events: string;
      time: "first" | "last";
      op: string;
      value?: unknown;
      withinDays?: number | undefined;
      withinHours?: number | undefined;
      where?: RuleJson | undefined;
    };

const nested: z.ZodType<RuleJson> = z.lazy(() => ruleTree);
const name = z.string().min(1).max(limits.slugLength);
const eventScope = {
  events: name,
  withinDays: withinDaysJson.optional(),
  withinHours: withinHoursJson.optional(),
  where: nested.optional(),
};

const ruleTree: z.ZodType<RuleJson> = z.union([
  z.strictObject({ all: z.array(nested) }),
  z.strictObject({ any: z.array(nested).min(1) }),
  z.strictObject({ not: nested }),
  z.strictObject({
    subject: name,
    op: name,
    value: z.unknown().optional(),
    forDays: withinDaysJson.optional(),
    forHours: withinHoursJson.optional(),
  }),
  z.strictObject({ related: name, quantifier: quantifierJson.optional(), where: nested.optional() }),
  z.strictObject({
    ...eventScope,
    count: eventCountJson.optional(),
  }),
  z.strictObject({ ...eventScope, time: z.enum(["first", "last"]), op: name, value: z.unknown().optional() }),
]);

/** The shape of a rule in requests and stored documents; too deep a tree is refused before it is walked. */
export const ruleJson = z
  .unknown()
  .refine(isShallow, `Nest at most ${limits.depth} groups.`)
  .pipe(ruleTree)
  .meta({ description: "A rule: all, any, not, conditions, related records and events." });

/** Whether the JSON is nested no deeper than a rule may be, values included; walks level by level, not by recursion. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  // A group takes two levels of JSON (object and list), a value at most three.
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth * 2 + 4) return false;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return true;
}
