import { listColumns, type Measure } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";

export type MeasureUnit = { currency: string } | { percent: true } | { noun: string };

/** In what a measure's numbers are: money in the reporting currency, percent, or records and plain numbers. */
export function useMeasureUnit(object: string, measure: Measure): MeasureUnit {
  const currency = useMe().data?.company.currency ?? "USD";
  const columns = useCall(listColumns, { params: { object } });
  if (measure.op === "count") return { noun: object };
  const type = columns.data?.items.find((column) => column.slug === measure.field)?.type;
  const isMoney = type === "currency" || (type === undefined && /arr$/i.test(measure.field ?? ""));
  return isMoney ? { currency } : { noun: "" };
}
