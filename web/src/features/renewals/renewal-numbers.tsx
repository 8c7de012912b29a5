import { aggregateRecords } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { Delta, Money } from "../../ui/values.tsx";
import { missesForecast } from "./misses-forecast.ts";

function useSum(rule: RuleJson, field: string) {
  const measure = { op: "sum" as const, field };
  const { data } = useCall(
    aggregateRecords,
    { body: { object: "renewal", filter: rule, measure, groupBy: [] } },
    { live: ["renewal", "account"], keepPrevious: true },
  );
  return data?.total;
}

/** What the renewals shown come to, and how many of them lack a forecast. */
export function RenewalNumbers({
  rule,
  choose,
}: {
  rule: RuleJson;
  choose: (id: string, value: string) => void;
}) {
  const currency = useMe().data?.company.currency ?? "USD";
  const target = useSum(rule, "targetArr");
  const forecast = useSum({ all: [rule, { subject: "forecastArr", op: "is-set" }] }, "forecastArr");
  const delta = useSum(rule, "deltaArr");
  const missing = useSum({ all: [rule, missesForecast] }, "targetArr");
  const missed = target ? target.count - target.valued : 0;
  const withoutAmount = missed > 0 ? `, ${missed} without an amount or an exchange rate` : "";
  const money = (amount: string | null | undefined) => <Money amount={amount ?? "0"} currency={currency} />;
  return (
    <StatStrip
      stats={[
        {
          label: "Due in this window",
          value: money(target?.value),
          note: `${formatCount(target?.count ?? 0, "renewal")}${withoutAmount}`,
        },
        {
          label: "Forecast",
          value: money(forecast?.value),
          ...(forecast ? { note: `of ${forecast.count} that have one` } : {}),
        },
        {
          label: "Renewal Delta",
          value: <Delta value={delta?.value ?? "0"} currency={currency} />,
          note: "forecast less target",
        },
        {
          label: "Needs you",
          value: formatNumber(missing?.count ?? 0),
          tone: missing && missing.count > 0 ? "warn" : "good",
          note: "miss a forecast",
          onClick: () => choose("forecast", "missing"),
        },
      ]}
    />
  );
}
