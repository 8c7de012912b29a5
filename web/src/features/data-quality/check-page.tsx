import { listQualityRows, type QualityRow } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { CheckRows } from "./check-rows.tsx";
import { CheckTrend } from "./check-trend.tsx";
import { StandardActions, StandardHead } from "./standard-head.tsx";

/** What one check finds, row by row: put right here or at its place, or a task for somebody; and whether it gets better. */
export function CheckPage({ params }: { params: { slug: string } }) {
  const { data, error, refetch } = useCall(
    listQualityRows,
    { params, query: {} },
    { live: ["account", "renewal", "subscription", "contract", "contact", "quality-standard"] },
  );
  const check = data?.check;
  return (
    <>
      <PageHeader
        title={check?.title ?? "Data quality"}
        crumbs={[{ label: "Data quality", href: "/data-quality" }]}
        actions={
          <>
            {check?.group === "identity" && (
              <Link to="/duplicates" className="rounded-small underline">
                Merge duplicates
              </Link>
            )}
            {check?.standard && <StandardActions standard={check.standard} />}
          </>
        }
      />
      {check && <p className="mb-3 max-w-3xl text-ink-2">{check.consequence}</p>}
      {check?.standard && <StandardHead standard={check.standard} />}
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!error && !data && <Skeleton lines={8} />}
      {check && (
        <div className="flex flex-col gap-4">
          {groupsOf(data.items).map(([object, rows], _, all) => (
            <section key={object} aria-label={labelOf(object, rows)}>
              {all.length > 1 && <h2 className="mb-1.5 font-semibold">{labelOf(object, rows)}</h2>}
              <CheckRows check={check} object={object} rows={rows} title={labelOf(object, rows)} />
            </section>
          ))}
          {data.items.length < check.count && (
            <p className="text-s text-ink-2">
              The largest {data.items.length.toLocaleString("en")} of {formatCount(check.count, "row")} are
              shown.
            </p>
          )}
          <CheckTrend check={check} />
        </div>
      )}
    </>
  );
}

/** Rows by the kind of record they are of; one empty group where nothing was found. */
function groupsOf(rows: readonly QualityRow[]): [string, readonly QualityRow[]][] {
  const groups = [...Map.groupBy(rows, (row) => row.object)];
  return groups.length > 0 ? groups : [["account", []]];
}

const labelOf = (object: string, rows: readonly QualityRow[]): string =>
  formatCount(rows.length, object.replaceAll(/[-_]/g, " "));
