import type { Endpoint } from "@perennial/contract";
import { useMemo } from "react";
import type { GridColumn } from "../ui/grid/column.ts";
import type { ListedRow } from "../ui/grid/described-column.tsx";
import { useCellCommit } from "./cells.ts";
import { useMay } from "./me.ts";
import { usePages } from "./query.ts";
import { useColumnContext, useRecordColumns } from "./record-columns.ts";

type FactsOf = {
  object: string;
  plural: string;
  list: Endpoint;
  update: Endpoint;
  /** Read again after a change: the record itself. */
  refreshes: readonly Endpoint[];
  id: string;
  /** Fields that stand elsewhere on the page. */
  leaveOut?: readonly string[];
  /** Nobody writes it here: its own values are shown all the same. */
  isCopy?: boolean;
};

const nothing: readonly string[] = [];
/** Its own fields, not its account's or what is worked out. */
const isOwn = (slug: string) => !slug.includes(".") && (slug.startsWith("trait:") || !slug.includes(":"));

/** The fields and traits of one record that people write, for a `FactsList`. */
export function useRecordFacts<Row extends ListedRow>(of: FactsOf) {
  const { object, list, update, refreshes, id, leaveOut = nothing, isCopy = false } = of;
  const canEdit = useMay(`${of.plural}.write`) && !isCopy;
  const { descriptions, columns } = useRecordColumns<Row>(object, useColumnContext(canEdit));
  const facts = useMemo(
    () =>
      descriptions
        .filter((column) => (isCopy ? isOwn(column.slug) : column.isEditable))
        .filter((column) => !leaveOut.includes(column.slug))
        .flatMap((column): GridColumn<Row>[] => {
          const fact = columns.get(column.slug);
          return fact ? [fact] : [];
        }),
    [descriptions, columns, leaveOut, isCopy],
  );
  const filter = JSON.stringify({ subject: "id", op: "is-any-of", value: [id] });
  const values = facts.map((column) => column.id).join(",");
  const found = usePages(list, { query: { filter, values, limit: 1 } } as never, {
    live: [object],
    enabled: facts.length > 0,
  });
  const onCommit = useCellCommit({ update, refreshes: [list, ...refreshes] });
  return {
    row: (found.rows as unknown as Row[])[0],
    facts,
    onCommit: canEdit ? onCommit : undefined,
    error: found.error,
  };
}
