import { customTables } from "../custom-objects/index.ts";
import type { Tx } from "../kernel/db.ts";
import { type HangingTable, hangingOnAccount, hangingOnContact } from "./hanging-tables.ts";
import type { Hanging } from "./merge-step.ts";
import { shapesOf } from "./table-shape.ts";

export type Mergeable = "account" | "contact";
const hangingOn: Record<Mergeable, readonly HangingTable[]> = {
  account: hangingOnAccount,
  contact: hangingOnContact,
};

export type HangingTables = {
  all: Hanging[];
  move: Hanging<"move">[];
  combine: Hanging<"combine">[];
};

/** The tables that hang on a kind of record, with their keys and columns. */
export async function hangingOf(tx: Tx, object: Mergeable): Promise<HangingTables> {
  const custom = object === "account" ? await customTables(tx) : [];
  const own = custom.map(({ table, label }): HangingTable => ({ table, label, treatment: "move" }));
  // Before the history, which goes back with what it is about.
  const tables = [...own, ...hangingOn[object]];
  const shapes = await shapesOf(
    tx,
    tables.map((each) => each.table),
  );
  const all = tables.flatMap((each): Hanging[] => {
    const shape = shapes.get(each.table);
    return shape ? [{ ...each, shape }] : [];
  });
  return {
    all,
    move: all.filter((each): each is Hanging<"move"> => each.treatment === "move"),
    combine: all.filter((each): each is Hanging<"combine"> => each.treatment === "combine"),
  };
}
