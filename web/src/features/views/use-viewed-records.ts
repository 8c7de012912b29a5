import { aggregateRecords, type ColumnDescription, type ViewDefinition } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useQueries } from "@tanstack/react-query";
import { useEffect } from "react";
import { asOfDay, queryOf, useCall, usePages } from "../../api/query.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import type { Totals } from "../../ui/grid/summary-row.tsx";
import { usePast } from "../../ui/past.ts";

/** Most rows brought here for a view that needs them all: groups, boards, calendars. */
const mostRows = 5_000;

type Asked = {
  rule: RuleJson;
  definition: ViewDefinition;
  descriptions: readonly ColumnDescription[];
  /** Columns whose values the rows do not bring by themselves. */
  values: readonly string[];
};

/** The rows of a view with the figures over all of them, also those that are not here yet. */
export function useViewedRecords<Row extends ListedRow>(
  viewed: ViewedObject<Row>,
  { rule, definition, descriptions, values }: Asked,
) {
  const { asOf } = usePast();
  const sortable = new Set(
    descriptions
      .filter((column) => column.isSortable && (asOf === undefined || column.hasPast))
      .map((column) => column.slug),
  );
  const sort = (definition.sort ?? "").split(",").find((one) => sortable.has(one.replace(/^-/, "")));
  const needsAll = definition.group !== null || definition.layout !== "table";
  const known = new Set(descriptions.map((column) => column.slug));
  const asked = values.filter((slug) => known.has(slug));
  const list = usePages(
    viewed.list,
    {
      query: {
        filter: JSON.stringify(rule),
        limit: needsAll ? 500 : 200,
        ...(sort ? { sort } : {}),
        ...(asked.length > 0 ? { values: asked.join(",") } : {}),
      },
    } as never,
    { live: viewed.live, enabled: descriptions.length > 0 },
  );
  const rows = list.rows as unknown as Row[];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (needsAll && hasNextPage && !isFetchingNextPage && rows.length < mostRows) void fetchNextPage();
  }, [needsAll, hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);
  const { count, totals } = useTotals(viewed, rule, hasNextPage ? definition.footers : {}, known);
  return { list, rows, isWhole: !hasNextPage, count, totals };
}

/** The figures of footers from the server, for when not every row is here; the count always. */
function useTotals<Row extends ListedRow>(
  viewed: ViewedObject<Row>,
  filter: RuleJson,
  footers: ViewDefinition["footers"],
  known: ReadonlySet<string>,
): { count: number | undefined; totals: Totals | undefined } {
  const { asOf } = usePast();
  const options = { live: [...viewed.live, viewed.object], keepPrevious: true };
  const counted = useCall(
    aggregateRecords,
    { body: { object: viewed.object, filter, measure: { op: "count" }, groupBy: [] } },
    options,
  );
  const wanted = Object.entries(footers).filter(
    ([slug, op]) => op !== "count" && known.has(slug) && !slug.startsWith("account."),
  );
  const answers = useQueries({
    queries: wanted.map(([field, op]) =>
      queryOf(
        aggregateRecords,
        asOfDay(
          aggregateRecords,
          { body: { object: viewed.object, filter, measure: { op, field }, groupBy: [] } },
          asOf,
        ),
        options,
      ),
    ),
  });
  const totals = Object.fromEntries(
    wanted.map(([slug], at) => [slug, answers[at]?.data?.total.value ?? null] as const),
  );
  return { count: counted.data?.total.count, totals: wanted.length > 0 ? totals : undefined };
}
