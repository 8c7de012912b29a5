import { type RawBuilder, sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import type { Catalog } from "./catalog.ts";
import type { ObjectType } from "./object-type.ts";

/** A rule as a SQL condition over the alias `r`. */
export function ruleCondition(
  _ctx: Context,
  _catalog: Catalog,
  _type: ObjectType,
  _filter: string,
): RawBuilder<unknown> {
  if (_filter === "") return sql`true`;
  throw problem("unavailable", "Filters are not available yet.");
}
