import { useMemo } from "react";
import { useColumnContext, useRecordColumns } from "../../api/record-columns.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

const noColumns = () => [];

/** Every column an object can show: drawn as the feature says, else as its description does. */
export function useViewedColumns<Row extends ListedRow>(viewed: ViewedObject<Row>, canEdit: boolean) {
  const described = useRecordColumns<Row>(viewed.object, useColumnContext(canEdit));
  const own = (viewed.useColumns ?? noColumns)(canEdit);
  const columns = useMemo(() => {
    const all = new Map<string, GridColumn<Row>>(described.columns);
    for (const column of own) all.set(column.id, column);
    return all;
  }, [described.columns, own]);
  const brought = useMemo(() => new Set(own.map((column) => column.id)), [own]);
  return {
    columns,
    descriptions: described.descriptions,
    /** Columns whose values every row brings by itself. */
    brought,
  };
}
