import type { RecordObject } from "./segment-object.ts";

/** Kinds of records, besides accounts, that have segments. */
export const recordObjects = ["contact", "organization"] as const satisfies readonly RecordObject[];
