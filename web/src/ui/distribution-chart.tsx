import type { Distribution } from "@perennial/contract";
import { Card } from "./card.tsx";
import { Chart } from "./chart/chart.tsx";
import { formatCount, formatNumber } from "./format.ts";

type DistributionChartProps = {
  /** Null when working it out took too long. */
  distribution: Distribution | null;
  /** Of what it is a value, in the singular; plurals end with s. */
  noun?: "account" | "contact";
};

/** How a value is spread over all accounts or contacts. */
export function DistributionChart({ distribution, noun = "account" }: DistributionChartProps) {
  if (distribution === null)
    return (
      <Card title={`Over all ${noun}s`}>
        <p className="text-s text-ink-2">
          This took too long to preview. It can be saved; it is then worked out in the background.
        </p>
      </Card>
    );
  const { total, missing, numbers, bins, values } = distribution;
  const has = formatCount(total - missing, `${noun} has it`, `${noun}s have it`);
  const title = noun === "account" ? "Accounts" : "Contacts";
  const rows = numbers
    ? bins.map((bin) => ({ label: rangeLabel(bin), accounts: bin.accounts }))
    : values.map(({ value, accounts }) => ({ label: value, accounts }));
  return (
    <Chart
      title={`${has}, ${formatNumber(missing)} do not`}
      subtitle={
        numbers
          ? `From ${formatNumber(numbers.min)} to ${formatNumber(numbers.max)}, mean ${formatNumber(numbers.mean)}, median ${formatNumber(numbers.median)}`
          : `${title} by value, the most frequent first`
      }
      kind="bar"
      unit={{ noun: `${noun}s` }}
      categories={rows.map((row) => row.label)}
      series={[{ name: title, colour: 1, values: rows.map((row) => row.accounts) }]}
      empty={`No ${noun} has it.`}
    />
  );
}

function rangeLabel({ from, to }: { from: string; to: string }): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)} – ${formatNumber(to)}`;
}
