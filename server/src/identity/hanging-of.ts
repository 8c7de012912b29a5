import { sql } from "kysely";
import { customTable, customTables } from "../custom-objects/index.ts";
import type { Tx } from "../kernel/db.ts";
import { traitColumn } from "../traits/index.ts";
import { type HangingTable, hangingOnAccount, hangingOnContact } from "./hanging-tables.ts";
import { columnOf, type Hanging } from "./merge-step.ts";
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
  const custom = (await customTables(tx)).filter((each) => each.linkedTo === object);
  const own = custom.map(
    ({ table, label }): HangingTable => ({ table, label, column: `${object}_id`, treatment: "move" }),
  );
  // Before the history, which goes back with what it is about.
  const tables = [...own, ...hangingOn[object], ...(await referringTraits(tx, object))];
  const shapes = await shapesOf(
    tx,
    tables.map((each) => each.table),
  );
  const all = tables.flatMap((each): Hanging[] => {
    const shape = shapes.get(each.table);
    if (!shape) return [];
    // Only what lies below the record moves with its parents: who wrote a message does not own its conversation.
    return [{ ...each, shape: columnOf(each) === "account_id" ? shape : { ...shape, parents: [] } }];
  });
  return {
    all,
    move: all.filter((each): each is Hanging<"move"> => each.treatment === "move"),
    combine: all.filter((each): each is Hanging<"combine"> => each.treatment === "combine"),
  };
}

/** The traits that name such a record, of whatever object, archived ones too: their columns stay. */
async function referringTraits(tx: Tx, object: Mergeable): Promise<HangingTable[]> {
  const { rows } = await sql<{ name: string; slug: string; object: string }>`
    select name, slug, object from trait_definitions where type = ${object} and formula is null order by object, slug
  `.execute(tx);
  const custom = await customTables(tx);
  return rows.map(({ name, slug, object: of }): HangingTable => {
    const own = custom.find(({ table }) => table === customTable(of));
    return {
      table: own?.table ?? `${of}s`,
      label: `${name} (trait: ${of})`,
      column: traitColumn(slug),
      treatment: "move",
      isReference: true,
    };
  });
}
