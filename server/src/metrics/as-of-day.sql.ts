import type { RawBuilder } from "kysely";
import { accountType } from "../accounts/index.ts";
import { linksThen } from "../contacts/index.ts";
import { linkedAccountsThen } from "../custom-objects/index.ts";
import type { ComputeEnvironment } from "../engine/index.ts";
import { eventsThen } from "../events/index.ts";
import {
  type Catalog,
  isPast,
  type ObjectType,
  recordsStandIn,
  tablesStandIn,
  withQueries,
} from "../objects/index.ts";

const asked = new Set(["seatsLicensed", "organizationId"]);

/**
 * The select of metrics as a context asks it: of an earlier day, with the seats, organizations, contacts' and records' links, notes, meetings,
 * answers and tickets of that day, and with events until then.
 * @param types kinds of record that it counts, each with how it is known how they were
 */
export function asOfDay(
  select: RawBuilder<unknown>,
  { ctx, catalog }: Pick<ComputeEnvironment, "ctx" | "catalog">,
  types: readonly ObjectType[] = countedOf(catalog),
): RawBuilder<unknown> {
  if (!isPast(ctx)) return select;
  return withQueries(
    [
      recordsStandIn(ctx, catalog, accountType, asked),
      ...types.map((type) => recordsStandIn(ctx, catalog, type)),
      ...tablesStandIn(ctx, [linksThen, linkedAccountsThen, ...eventsThen]),
    ],
    select,
  );
}

function countedOf({ types }: Catalog): ObjectType[] {
  return ["ticket", "note", "meeting", "survey_response"].flatMap((slug) => types.get(slug) ?? []);
}
