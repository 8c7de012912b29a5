import type { App } from "../kernel/app.ts";
import type { Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf, objectTypeOf, readRecords, type StoredRecord } from "../objects/index.ts";
import type { Mergeable } from "./hanging-of.ts";

/** A field in which two records differ, and what the survivor gets unless somebody chooses. */
export type FieldDifference = {
  field: string;
  label: string;
  type: string;
  ofSurvivor: Json;
  ofMerged: Json;
  wins: "survivor" | "merged" | "both";
};
export type Pair = { survivor: StoredRecord; merged: StoredRecord };

/** Reads both records with every value; absent ones are left out. */
export async function readPair(
  app: App,
  tx: Tx,
  object: Mergeable,
  survivorId: string,
  mergedId: string,
): Promise<Partial<Pair>> {
  const catalog = await catalogOf(app, tx);
  const found = await readRecords(tx, catalog, objectTypeOf(catalog, object), [survivorId, mergedId]);
  const survivor = found.find((record) => record.id === survivorId);
  const merged = found.find((record) => record.id === mergedId);
  return { ...(survivor ? { survivor } : {}), ...(merged ? { merged } : {}) };
}

/** The fields people write in which two records differ. Lists become one; else the survivor's value wins where it has one. */
export async function differencesOf(
  app: App,
  tx: Tx,
  object: Mergeable,
  { survivor, merged }: Pair,
): Promise<FieldDifference[]> {
  const fields = [...(await catalogOf(app, tx)).fieldsOf(object).values()];
  return fields
    .filter((field) => field.column.table === "record" && field.isEditable)
    .flatMap((field): FieldDifference[] => {
      const ofSurvivor = survivor.values[field.slug] ?? null;
      const ofMerged = merged.values[field.slug] ?? null;
      if (JSON.stringify(ofSurvivor) === JSON.stringify(ofMerged)) return [];
      const areLists = Array.isArray(ofSurvivor) && Array.isArray(ofMerged);
      const wins = areLists ? "both" : isEmpty(ofSurvivor) ? "merged" : "survivor";
      return [{ field: field.slug, label: field.label, type: field.type, ofSurvivor, ofMerged, wins }];
    });
}

const isEmpty = (value: Json): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** What the survivor is to hold afterwards, for the fields whose value changes. */
export function survivorValues(
  differences: readonly FieldDifference[],
  choices: Readonly<Record<string, "survivor" | "merged">>,
  { mergedId, survivorId }: { mergedId: string; survivorId: string },
): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const { field, ofSurvivor, ofMerged, wins } of differences) {
    const winner = choices[field] ?? wins;
    // One that named itself names what it has become.
    if (winner === "merged") values[field] = ofMerged === mergedId ? survivorId : ofMerged;
    if (winner === "both") values[field] = [...new Set([...(ofSurvivor as Json[]), ...(ofMerged as Json[])])];
  }
  return values;
}

/** What people call a record. */
export const nameOf = (record: StoredRecord): string =>
  String(record.values.name ?? record.values.email ?? "Without a name");
