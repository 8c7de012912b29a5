import type { RuleJson } from "@perennial/rules";
import { useMemo, useState } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useViewedColumns } from "./use-viewed-columns.ts";
import { useViewedRecords } from "./use-viewed-records.ts";
import type { ViewPatch } from "./view-state.ts";
import { ViewTable } from "./view-table.tsx";

type ViewedTableProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  filter: RuleJson;
  columns: readonly string[];
  sort?: string | undefined;
  height: number;
};

/** Records as a table inside a page: on a dashboard. What is rearranged holds for the moment. */
export function ViewedTable<Row extends ListedRow>(props: ViewedTableProps<Row>) {
  const { viewed, filter, columns: slugs, sort, height } = props;
  const canEdit = useMay(`${viewed.area ?? viewed.plural}.write`);
  const [patch, setPatch] = useState<ViewPatch>({});
  const definition = useMemo(() => {
    const changed = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    return { ...viewed.usual, columns: [...slugs], sort: sort ?? null, group: null, ...changed };
  }, [viewed, slugs, sort, patch]);
  const { columns, descriptions, brought } = useViewedColumns(viewed, canEdit);
  const records = useViewedRecords(viewed, {
    rule: filter,
    definition,
    descriptions,
    values: definition.columns.filter((slug) => !brought.has(slug)),
  });
  const write = useCellCommit({
    update: viewed.update,
    refreshes: [viewed.list],
    ...(viewed.bulkUpdate ? { bulkUpdate: viewed.bulkUpdate } : {}),
  });
  if (records.list.error) {
    return <ErrorState error={records.list.error} onRetry={() => records.list.refetch()} />;
  }
  return (
    <ViewTable
      viewed={viewed}
      records={records}
      columns={columns}
      definition={definition}
      commit={viewed.wrapCommit?.(write) ?? write}
      change={(next) => setPatch((before) => ({ ...before, ...next }))}
      footerNote={undefined}
      selectionActions={undefined}
      height={height}
    />
  );
}
