import { type Aggregate, aggregateRecords, type Widget } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { drillHref } from "../../api/drill-href.ts";
import { useCall } from "../../api/query.ts";
import { formatCount, formatNumber, formatPercent } from "../../ui/format.ts";
import { Delta, Missing, Money } from "../../ui/values.tsx";
import { type MeasureUnit, useMeasureUnit } from "./measure-unit.ts";
import { NumberCard } from "./number-card.tsx";

type Metric = Extract<Widget, { kind: "metric" }>;

function useTotal(metric: Metric, filter: Metric["filter"], enabled = true) {
  const { object, measure } = metric;
  return useCall(
    aggregateRecords,
    { body: { object, measure, groupBy: [], ...(filter === undefined ? {} : { filter }) } },
    { live: [object, "account"], keepPrevious: true, enabled },
  );
}

/** One number: with what it should come to, with its change, and the way to the records it was counted from. */
export function MetricWidget({ widget }: { widget: Metric }) {
  const navigate = useNavigate();
  const unit = useMeasureUnit(widget.object, widget.measure);
  const { data, error } = useTotal(widget, widget.filter);
  const before = useTotal(widget, widget.compare?.filter, widget.compare !== undefined).data;
  const href = drillHref(widget.object, widget.filter ?? { all: [] });
  const total = data?.total;
  return (
    <NumberCard
      title={widget.title}
      hint={widget.hint}
      error={error}
      value={total && <Value widget={widget} unit={unit} value={total.value} />}
      note={
        total && (
          <Note widget={widget} unit={unit} value={total.value} total={total} before={before?.total.value} />
        )
      }
      onOpen={href ? () => void navigate({ href } as never) : undefined}
    />
  );
}

type ValueProps = { widget: Metric; unit: MeasureUnit; value: string | null };

function Value({ widget, unit, value }: ValueProps) {
  if (widget.measure.op === "count") return <>{formatNumber(value ?? "0")}</>;
  if (value === null) return <Missing reason="No record here has this value" />;
  if (!("currency" in unit)) return <>{formatNumber(value, 1)}</>;
  if (/delta/i.test(widget.measure.field ?? "")) return <Delta value={value} currency={unit.currency} />;
  return <Money amount={value} currency={unit.currency} />;
}

/** What stands behind the number: its target, its change, or how many records it is of. */
function Note({
  widget,
  unit,
  value,
  total: { count, valued },
  before,
}: ValueProps & { total: Aggregate["total"]; before: string | null | undefined }) {
  const number = Number(value ?? 0);
  if (widget.target !== undefined) {
    const target = Number(widget.target);
    const isReached = number >= target;
    return (
      <span className={isReached ? "text-good" : "text-warn"}>
        {target === 0 ? "" : `${formatPercent(number / target, 0)} of `}
        {"currency" in unit ? (
          <Money amount={widget.target} currency={unit.currency} />
        ) : (
          formatNumber(widget.target)
        )}
      </span>
    );
  }
  if (widget.compare && before !== undefined) {
    const change = String(number - Number(before ?? 0));
    return (
      <>
        <Delta value={change} {...("currency" in unit ? { currency: unit.currency } : {})} />{" "}
        {widget.compare.label}
      </>
    );
  }
  if (widget.measure.op === "count") return null;
  return (
    <>
      {valued < count && `${formatNumber(valued)} of `}
      {formatCount(count, widget.object)}
    </>
  );
}
