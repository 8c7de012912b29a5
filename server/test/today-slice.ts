import { sql } from "kysely";
import type { NodeSource } from "../src/engine/index.ts";
import type { Slice } from "../src/kernel/slice.ts";

const nodes: NodeSource = async () => [
  {
    kind: "source",
    key: "today",
    columns: [{ name: "x_today", field: { slug: "today", label: "Today", group: "Test", type: "date" } }],
    reads: [],
    select: ({ scope, ctx }) =>
      sql`select id as account_id, ${ctx.today.toString()}::date as x_today from accounts where id = ${scope}`,
  },
];

/** Derives for every account the day it was computed on, in a column `x_today` that the test adds. */
export const todaySlice: Slice = { name: "test", contributes: { nodeSources: [nodes] } };
