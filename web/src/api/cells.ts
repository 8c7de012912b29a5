import type { Endpoint } from "@perennial/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { call } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import { keyOf } from "./query.ts";

/** What a grid hands over and wants to know: see `ui/grid`. */
type Edit = { rowId: string; columnId: string; value: unknown; choices?: readonly string[] };
type Result = { rowId: string; columnId: string; error?: string };
type FieldProblem = { path: string; message: string };

/** The map of a record that holds the fields whose slug begins so: `trait:tier` stands in `traits` as `tier`. */
const maps: Readonly<Record<string, string>> = { trait: "traits", keyRole: "keyRoles" };

/** Edits of one row, named by the slugs of fields, as the fields of a record: `trait:tier` becomes `{ traits: { tier } }`. */
export function fieldsOf(edits: readonly Edit[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { columnId, value: one, choices } of edits) {
    const value = choices === undefined ? one : choices.length === 0 ? null : choices;
    const [kind = "", slug] = columnId.split(":", 2);
    const map = maps[kind];
    if (map === undefined || slug === undefined) fields[columnId] = value;
    else fields[map] = { ...(fields[map] as object | undefined), [slug]: value };
  }
  return fields;
}

/** Refusals by cell: the fields named have their own words; the others were held back with them. */
export function refusals(
  edits: readonly Edit[],
  problems: readonly FieldProblem[],
  otherwise: string,
): Result[] {
  const named = new Map(namedRefusals(edits, problems).map(({ columnId, error }) => [columnId, error]));
  return edits.map(({ rowId, columnId }) => ({
    rowId,
    columnId,
    error:
      named.get(columnId) ??
      (named.size > 0 ? "Not saved, since another value of this row was refused." : otherwise),
  }));
}

/** Only the fields that are named: the others were saved. */
function namedRefusals(edits: readonly Edit[], problems: readonly FieldProblem[]) {
  return edits.flatMap(({ rowId, columnId }) => {
    const found = problems.find(({ path }) => path === columnId || path.endsWith(`.${columnId}`));
    return found ? [{ rowId, columnId, error: found.message }] : [];
  });
}

const atOnce = 6;

/** Where a row is written that is not called by its record's id, or among records of several kinds. */
export type RowPlace = { update: Endpoint; id: string };

async function updateEach(
  placeOf: (rowId: string) => RowPlace,
  rows: readonly (readonly [string, Edit[]])[],
): Promise<Result[]> {
  const waiting = [...rows];
  const results: Result[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [rowId, edits] = next;
      const { update, id } = placeOf(rowId);
      await call(update, { params: { id }, body: fieldsOf(edits) }).catch((error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error;
        results.push(...refusals(edits, error.fields, error.message));
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

type BulkAnswer = { results: { id: string; status: string; problems?: FieldProblem[] }[] };
const bulkSize = 500;

async function updateTogether(
  bulkUpdate: Endpoint,
  rows: readonly (readonly [string, Edit[]])[],
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < rows.length; from += bulkSize) {
    const batch = rows.slice(from, from + bulkSize);
    const items = batch.map(([id, edits]) => ({ id, fields: fieldsOf(edits) }));
    const answer = (await call(bulkUpdate, { body: { items, refuse: "cell" } })) as BulkAnswer;
    const resultOf = new Map(answer.results.map((one) => [one.id, one]));
    for (const [id, edits] of batch) {
      const { status, problems = [] } = resultOf.get(id) ?? {};
      if (status === "rejected") results.push(...refusals(edits, problems, "It was refused."));
      else results.push(...namedRefusals(edits, problems));
    }
  }
  return results;
}

/**
 * The `onCommit` of a grid over records: sends each row's edits as its fields, with `update` (a `PATCH /…/:id`) or,
 * for many rows, with `bulkUpdate` where there is one (which takes what it can of each row), gives refusals back to their cells and refreshes the lists.
 */
export function useCellCommit(endpoints: {
  update: Endpoint | ((rowId: string) => RowPlace);
  bulkUpdate?: Endpoint;
  refreshes?: readonly Endpoint[];
}): (edits: readonly Edit[]) => Promise<Result[]> {
  const client = useQueryClient();
  const { update, bulkUpdate, refreshes } = endpoints;
  return useCallback(
    async (edits) => {
      const rows = [...Map.groupBy(edits, (edit) => edit.rowId)];
      const results =
        bulkUpdate && rows.length > 1
          ? await updateTogether(bulkUpdate, rows)
          : await updateEach(typeof update === "function" ? update : (id) => ({ update, id }), rows);
      for (const one of refreshes ?? []) void client.invalidateQueries({ queryKey: keyOf(one) });
      return results;
    },
    [update, bulkUpdate, refreshes, client],
  );
}
