import { findRuleValues, type RuleValues } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { areaOf, catalogOf, objectTypeOf } from "../objects/index.ts";
import { eventNames, propertyNames, propertyValues } from "./event-values.sql.ts";
import { fieldValues } from "./field-values.sql.ts";

/**
 * The values that are there, for whoever writes a condition and may read where they stand. What is looked at is bounded,
 * whatever the company holds.
 */
export async function readRuleValues(
  app: App,
  ctx: Context,
  object: string,
  asked: unknown,
): Promise<RuleValues> {
  const { of, name, event, text } = parseInput(findRuleValues.query, asked);
  const type = objectTypeOf(await catalogOf(app), object);
  assertPermitted(ctx, `${areaOf(type)}.read`);
  if (of === "field") return fieldValues(app, ctx, type, needed(name), text);
  assertPermitted(ctx, "events.read");
  if (of === "events") return eventNames(app.db, text);
  const within = { event, text };
  return of === "properties"
    ? propertyNames(app.db, within)
    : propertyValues(app.db, { ...within, name: needed(name) });
}

function needed(name: string | undefined): string {
  if (name !== undefined && name !== "") return name;
  throw problem("invalid-input", "Say of which field or property.", {
    fields: [{ path: "name", message: "the field's slug, or the property's name" }],
  });
}
