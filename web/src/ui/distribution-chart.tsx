import type { Distribution } from "@perennial/contract";
import { Card } from "./card.tsx";
import { Chart } from "./chart/chart.tsx";
import { formatCount, formatNumber } from "./format.ts";

/** How a value is spread over all accounts; null when working it out took too long. */
export function DistributionChart({ distribution }: { distribution: Distribution | null }) {
  if (distribution === null)
    return (
      <Card title="Over all accounts">
        <p className="text-s text-ink-2">
          This took too long to preview. It can be saved; it is then worked out in the background.
        </p>
      </Card>
    );
  const { total, missing, numbers, bins, values } = distribution;
  const has = formatCount(total - missing, "account has it", "accounts have it");
  const rows = numbers
    ? bins.map((bin) => ({ label: rangeLabel(bin), accounts: bin.accounts }))
    : values.map(({ value, accounts }) => ({ label: value, accounts }));
  return (
    <Chart
      title={`${has}, ${formatNumber(missing)} do not`}
      subtitle={
        numbers
          ? `From ${formatNumber(numbers.min)} to ${formatNumber(numbers.max)}, mean ${formatNumber(numbers.mean)}, median ${formatNumber(numbers.median)}`
          : "Accounts by value, the most frequent first"
      }
      kind="bar"
      unit={{ noun: "accounts" }}
      categories={rows.map((row) => row.label)}
      series={[{ name: "Accounts", colour: 1, values: rows.map((row) => row.accounts) }]}
      empty="No account has it."
    />
  );
}

function rangeLabel({ from, to }: { from: string; to: string }): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)} – ${formatNumber(to)}`;
}
