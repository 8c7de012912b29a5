import { getHealthGaps, type HealthGaps, type HealthScore } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";

type Gap = HealthGaps["items"][number];

const columns: GridColumn<Gap>[] = [
  { id: "place", type: "text", title: "Measure", width: 260 },
  {
    id: "weightPct",
    type: "number",
    title: "Weight, %",
    digits: 1,
    width: 100,
    missing: "Wanted, but there is nothing yet that it could look at",
  },
  {
    id: "without",
    type: "readonly",
    title: "Without data",
    width: 190,
    render: ({ accounts, accountsWithData }) =>
      accounts === null
        ? "all accounts"
        : `${formatNumber(accounts - accountsWithData)} of ${formatNumber(accounts)} accounts`,
  },
  { id: "advice", type: "text", title: "What would close the gap", width: 560 },
];

/** What data would improve the score: measures that know nothing of some accounts, the costliest first, and wanted ones. */
export function GapsPanel({ score }: { score: HealthScore }) {
  const gaps = useCall(
    getHealthGaps,
    { params: { slug: score.slug } },
    { live: ["account", "health-score"] },
  );
  if (gaps.error) return <ErrorState error={gaps.error} onRetry={() => gaps.refetch()} />;
  if (!gaps.data) return <Skeleton lines={5} />;
  return (
    <DataGrid<Gap>
      label={`Gaps of ${score.name}`}
      columns={columns}
      rows={gaps.data.items}
      rowId={(gap) => gap.place}
      height="content"
      empty={<EmptyState title="Every measure has data of every account" />}
    />
  );
}
