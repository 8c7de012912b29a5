import type { Transform } from "@perennial/contract";
import { bands } from "./bands.ts";
import { deviation } from "./deviation.ts";
import { linear } from "./linear.ts";
import { percentile } from "./percentile.ts";
import { pulse } from "./pulse.ts";
import type { TransformRecord } from "./transform-record.ts";
import { trend } from "./trend.ts";
import { truth } from "./truth.ts";

export type { MemoryBeside, SeenValue, SqlBeside } from "./transform-record.ts";

const records = [bands, linear, truth, percentile, trend, deviation, pulse];
const byKind = new Map(records.map((record) => [record.kind, record]));

/** All that is known of a kind of transform. */
export function transformOf({ kind }: Pick<Transform, "kind">): TransformRecord {
  const record = byKind.get(kind);
  if (!record) throw new Error(`no transform “${kind}”`);
  return record;
}
