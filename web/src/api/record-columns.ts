import { listColumns, mentionFields } from "@perennial/contract";
import { useMemo } from "react";
import type { GridColumn } from "../ui/grid/column.ts";
import { type ColumnContext, describedColumn, type ListedRow } from "../ui/grid/described-column.tsx";
import { usePast } from "../ui/past.ts";
import { useMe } from "./me.ts";
import { useCall } from "./query.ts";
import { recordNames } from "./record-names.ts";
import { useScoreLabels } from "./score-labels.ts";
import { useTeammateOptions } from "./teammate-options.ts";

const none: readonly never[] = [];

/** What columns of any object are drawn with. */
export function useColumnContext(canEdit: boolean): ColumnContext {
  const options = useTeammateOptions();
  const currency = useMe().data?.company.currency ?? "USD";
  const { labelOf, primary } = useScoreLabels();
  const isPast = usePast().asOf !== undefined;
  return useMemo(
    () => ({
      teammates: options,
      references: recordNames,
      currency,
      canEdit,
      labelOfScore: labelOf,
      primaryScore: primary,
      isPast,
    }),
    [options, currency, canEdit, labelOf, primary, isPast],
  );
}

/** Every column an object can show, by slug, with what the server says of each. */
export function useRecordColumns<Row extends ListedRow>(object: string, context: ColumnContext) {
  const { data } = useCall(
    listColumns,
    { params: { object } },
    { live: ["trait", "metric", "segment", "health-score", "key-role"] },
  );
  const descriptions = data?.items ?? none;
  const written: readonly string[] = mentionFields[object] ?? none;
  const columns = useMemo(
    () =>
      new Map(
        descriptions.map((column): [string, GridColumn<Row>] => [
          column.slug,
          {
            ...describedColumn<Row>(column, context),
            ...(written.includes(column.slug) ? { mentions: true } : {}),
          },
        ]),
      ),
    [descriptions, context, written],
  );
  return { descriptions, columns };
}
