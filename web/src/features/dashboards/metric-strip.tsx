import { aggregateRecords, type Widget } from "@perennial/contract";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { queryOf } from "../../api/query.ts";
import { formatCount } from "../../ui/format.ts";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { Delta, Money } from "../../ui/values.tsx";
import { drillHref } from "./drill.ts";

type MetricWidget = Extract<Widget, { kind: "metric" }>;

/** The numbers of a dashboard; each opens the records it was counted from. */
export function MetricStrip({ widgets }: { widgets: readonly MetricWidget[] }) {
  const me = useMe();
  const navigate = useNavigate();
  const currency = me.data?.company.currency ?? "USD";
  const answers = useQueries({
    queries: widgets.map(({ object, filter, measure }) =>
      queryOf(
        aggregateRecords,
        { body: { object, measure, groupBy: [], ...(filter ? { filter } : {}) } },
        { live: [object, "account"], keepPrevious: true },
      ),
    ),
  });
  const stats = widgets.map((widget, at): Stat => {
    const total = answers[at]?.data?.total;
    const rule = widget.filter;
    return {
      label: widget.title,
      value: total ? <MetricValue widget={widget} value={total.value} currency={currency} /> : "…",
      ...(widget.measure.op === "count" || !total ? {} : { note: formatCount(total.count, widget.object) }),
      ...(rule ? { onClick: () => void navigate({ href: drillHref(widget.object, rule) } as never) } : {}),
    };
  });
  return <StatStrip stats={stats} />;
}

type ValueProps = { widget: MetricWidget; value: string | null; currency: string };

function MetricValue({ widget, value, currency }: ValueProps) {
  const field = widget.measure.field ?? "";
  if (widget.measure.op === "count") return <>{value ?? "0"}</>;
  if (field === "deltaArr") return <Delta value={value ?? "0"} currency={currency} />;
  if (field.endsWith("Arr") || field === "arr") return <Money amount={value ?? "0"} currency={currency} />;
  return <>{value ?? "–"}</>;
}
